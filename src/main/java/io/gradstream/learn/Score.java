package io.gradstream.learn;

import java.util.Map;

/**
 * The running score of one predictor. A scored sample is a pair of doubles whose meaning is the
 * kind's own: a prediction and what came true.
 */
sealed interface Score permits BinaryScore, ClassScore, RegressionScore {
  /** Takes in one scored sample. */
  void add(double prediction, double truth);

  /** The figures so far by name; empty before the first sample. */
  Map<String, Object> figures();

  /** The whole state, for {@link #restore}. */
  double[] state();

  /** Goes on from what {@link #state} gave. */
  void restore(double[] state);
}
