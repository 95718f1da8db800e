package io.gradstream.learn;

import java.util.Arrays;

/**
 * The area under the ROC curve in bounded memory: scores of positives and negatives are counted in
 * bins of equal width in log-odds, and pairs that share a bin count half, as ties do.
 *
 * <p>The inner bins cover log-odds from -10 to 10; the outermost two take what lies beyond. With
 * 1,024 bins the area differs from the exact one in the fifth decimal.
 */
final class RocHistogram {
  private static final double MOST = 10;

  private final double[] positives;
  private final double[] negatives;

  RocHistogram(int bins) {
    this.positives = new double[bins];
    this.negatives = new double[bins];
  }

  void add(double probability, boolean positive) {
    double[] side = positive ? positives : negatives;
    side[bin(LogLoss.clip(probability))]++;
  }

  private int bin(double probability) {
    double logOdds = Math.log(probability / (1 - probability));
    int inner = positives.length - 2;
    int bin = 1 + (int) Math.floor((logOdds + MOST) / (2 * MOST) * inner);
    return Math.max(0, Math.min(positives.length - 1, bin));
  }

  /** The probability that a positive scores above a negative; 0.5 while one of them is missing. */
  double area() {
    double below = 0;
    double won = 0;
    double positiveCount = 0;
    for (int bin = 0; bin < positives.length; bin++) {
      won += positives[bin] * (below + negatives[bin] / 2);
      below += negatives[bin];
      positiveCount += positives[bin];
    }
    return positiveCount == 0 || below == 0 ? 0.5 : won / (positiveCount * below);
  }

  double[] appendTo(double[] head) {
    int bins = positives.length;
    double[] state = Arrays.copyOf(head, head.length + 2 * bins);
    System.arraycopy(positives, 0, state, head.length, bins);
    System.arraycopy(negatives, 0, state, head.length + bins, bins);
    return state;
  }

  void restore(double[] state, int from) {
    int bins = positives.length;
    System.arraycopy(state, from, positives, 0, bins);
    System.arraycopy(state, from + bins, negatives, 0, bins);
  }
}
