package io.gradstream.learn.drift;

/** A test for a change of the mean of a stream of numbers. Allocates nothing. */
sealed interface Detector permits Adwin, PageHinkley {
  /**
   * Takes numbers in, one at least.
   *
   * @return 1 if the newer numbers are larger on average, -1 if they are smaller, 0 if there is
   *     nothing to tell
   */
  int add(Losses losses);

  /** Forgets everything. */
  void reset();

  /** The whole state, for {@link #restore}. */
  double[] state();

  /** Goes on from what {@link #state} gave. */
  void restore(double[] state);
}
