package io.gradstream.learn.metrics;

import io.gradstream.version.NamedState;
import java.util.Map;

/**
 * Scores of the model and its baselines in which a sample counts less and less the more follow it:
 * by a factor with each (Gama, Sebastião, Rodrigues, On evaluating stream learning algorithms,
 * 2013), S = L + factor · S and N = 1 + factor · N, of which the figure is S / N.
 */
final class FadingScores {
  private static final String NAME = "metrics/fading";

  private final double factor;
  private final Score[] scores;

  FadingScores(double factor, Scorer scorer) {
    this.factor = factor;
    this.scores = scorer.newFadingScores();
  }

  void add(double[] sample) {
    for (int i = 0; i < scores.length; i++) {
      scores[i].fade(factor);
      scores[i].add(sample, 0);
    }
  }

  /** Of the model first. */
  Score[] scores() {
    return scores;
  }

  double factor() {
    return factor;
  }

  void reset() {
    for (Score score : scores) {
      score.reset();
    }
  }

  void addState(Map<String, double[]> state) {
    for (int i = 0; i < scores.length; i++) {
      state.put(NAME + i, scores[i].state());
    }
  }

  /** Goes on from what was added. */
  void restore(Map<String, double[]> state) {
    for (int i = 0; i < scores.length; i++) {
      scores[i].restore(NamedState.require(state, NAME + i));
    }
  }
}
