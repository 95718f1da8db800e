package io.gradstream.learn.metrics;

/** Whatever takes in scored samples, one by one. */
interface SampleTally {
  /** Takes in the scored sample that begins there. */
  void add(double[] samples, int at);
}
