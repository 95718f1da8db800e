package io.gradstream.learn.metrics;

import io.gradstream.data.LabelSettings;

/**
 * Scores one prediction beside what two predictors that never look at the features would have said:
 * one that knows only how often each answer came so far (no skill), one that repeats the last
 * answer (no change). It scores first and looks at the label then.
 *
 * <p>A scored sample is a few doubles, of which the first two are the same for all kinds of labels.
 */
sealed interface Scorer permits BinaryScorer, ClassScorer, RegressionScorer {
  /** Where in a scored sample it stands how much it counts. */
  int WEIGHT = 0;

  /** Where it stands what came true. */
  int TRUTH = 1;

  /** The scorer of a label. */
  static Scorer of(LabelSettings label) {
    return switch (label.type()) {
      case NUMERIC -> new RegressionScorer();
      case BINARY -> new BinaryScorer();
      case CLASS -> new ClassScorer(label);
    };
  }

  /** How many doubles a scored sample has. */
  int length();

  /** Writes a row as a scored sample, then takes its label in. */
  void score(Predictions predicted, int row, double[] sample);

  /** Empty scores of such samples: of the model, of no skill and of no change. */
  Score[] newScores();

  /** The same for who has them fade, without what cannot. */
  Score[] newFadingScores();

  /** The whole state, for {@link #restore}. */
  double[] state();

  /** Goes on from what {@link #state} gave. */
  void restore(double[] state);
}
