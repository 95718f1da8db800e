package io.gradstream.learn.metrics;

import io.gradstream.version.NamedState;
import java.util.Arrays;

/**
 * A ranking by probabilities of which only the sure ones count: 0 is below all others, 1 is above,
 * and those between are alike. A baseline that is never sure ranks nothing, so its area is a half.
 */
final class SureRanking implements Ranking {
  private static final int RANKS = 3;

  /** The weight of positives by rank, then that of negatives. */
  private final double[] weights = new double[2 * RANKS];

  @Override
  public void add(double probability, boolean positive, double weight) {
    int rank = probability <= 0 ? 0 : probability >= 1 ? 2 : 1;
    weights[positive ? rank : RANKS + rank] += weight;
  }

  @Override
  public double area() {
    double won = 0;
    double below = 0;
    double positives = 0;
    for (int rank = 0; rank < RANKS; rank++) {
      double negative = weights[RANKS + rank];
      won += weights[rank] * (below + negative / 2);
      below += negative;
      positives += weights[rank];
    }
    return won / (positives * below);
  }

  @Override
  public void reset() {
    Arrays.fill(weights, 0);
  }

  @Override
  public double[] appendTo(double[] head) {
    return NamedState.append(head, weights);
  }

  @Override
  public void restore(double[] state, int from) {
    System.arraycopy(state, from, weights, 0, weights.length);
  }

  @Override
  public void merge(double[] state, int from) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] += state[from + i];
    }
  }
}
