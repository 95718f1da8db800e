package io.gradstream.learn.metrics;

import java.util.Map;

/** The running score of one predictor over samples that its kind's {@link Scorer} has scored. */
sealed interface Score extends SampleTally permits BinaryScore, ClassScore, RegressionScore {
  /** The figures so far by name; those that are not defined yet are left out. */
  Map<String, Object> figures();

  /** The longest that {@link #figures} could become, as far as that depends on the label. */
  default Map<String, Object> outline() {
    return figures();
  }

  /** Has all that was taken in count by this factor of what it did. */
  void fade(double factor);

  /** Forgets everything. */
  void reset();

  /** The whole state, for {@link #restore}. */
  double[] state();

  /** Goes on from what {@link #state} gave. */
  void restore(double[] state);

  /** Takes in all that another score of such samples did, of which this is {@link #state}. */
  void merge(double[] state);
}
