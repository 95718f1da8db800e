package io.gradstream.learn;

import io.gradstream.data.LabelSettings;

/**
 * Scores one prediction beside what two predictors that never look at the features would have said:
 * one that knows only how often each answer came so far (no skill), one that repeats the last
 * answer (no change). It judges first and looks at the label then.
 *
 * <p>A scored sample is a few doubles, of which the first two are the same for all kinds of labels.
 */
sealed interface Judge permits BinaryJudge, ClassJudge, RegressionJudge {
  /** Where in a scored sample it stands how much it counts. */
  int WEIGHT = 0;

  /** Where it stands what came true. */
  int TRUTH = 1;

  /** The judge of a label. */
  static Judge of(LabelSettings label) {
    return switch (label.type()) {
      case NUMERIC -> new RegressionJudge();
      case BINARY -> new BinaryJudge();
      case CLASS -> new ClassJudge(label);
    };
  }

  /** How many doubles a scored sample has. */
  int length();

  /** Writes a row as a scored sample, then takes its label in. */
  void judge(StepResult result, int row, double[] sample);

  /** Empty scores of such samples: of the model, of no skill and of no change. */
  Score[] newScores();

  /** The whole state, for {@link #restore}. */
  double[] state();

  /** Goes on from what {@link #state} gave. */
  void restore(double[] state);
}
