package io.gradstream.learn;

import io.gradstream.data.LabelSettings;
import io.gradstream.tensor.Tensor;

/**
 * Scores one prediction beside what two predictors that never look at the features would have said:
 * one that knows only how often each answer came so far (no skill), one that repeats the last
 * answer (no change). It judges first and looks at the label then.
 */
sealed interface Judge permits BinaryJudge, ClassJudge, RegressionJudge {
  /**
   * Where a scored pair of the model, of no skill and of no change begins in {@link #judge}'s
   * output.
   */
  int MODEL = 0;

  int NO_SKILL = 2;
  int NO_CHANGE = 4;

  /** The length of that output. */
  int LENGTH = 6;

  /** The judge of a label. */
  static Judge of(LabelSettings label) {
    return switch (label.type()) {
      case NUMERIC -> new RegressionJudge();
      case BINARY -> new BinaryJudge();
      case CLASS -> new ClassJudge(label.classes().count());
    };
  }

  /** Writes the three scored pairs of a row to {@code pairs}, then takes its label in. */
  void judge(Tensor predictions, int row, float label, double[] pairs);

  /** An empty score for the pairs of this kind; a baseline's may be coarser. */
  Score newScore(boolean baseline);

  /** The whole state, for {@link #restore}. */
  double[] state();

  /** Goes on from what {@link #state} gave. */
  void restore(double[] state);
}
