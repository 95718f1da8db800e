package io.gradstream.learn.metrics;

import java.util.Map;

/** The running score of one predictor over samples that its kind's {@link Scorer} has scored. */
sealed interface Score permits BinaryScore, ClassScore, RegressionScore {
  /** Takes in the scored sample that begins there. */
  void add(double[] samples, int at);

  /** The figures so far by name; those that are not defined yet are left out. */
  Map<String, Object> figures();

  /** The longest that {@link #figures} could become, as far as that depends on the label. */
  default Map<String, Object> outline() {
    return figures();
  }

  /** Forgets everything. */
  void reset();

  /** The whole state, for {@link #restore}. */
  double[] state();

  /** Goes on from what {@link #state} gave. */
  void restore(double[] state);
}
