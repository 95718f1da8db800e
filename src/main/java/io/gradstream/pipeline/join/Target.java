package io.gradstream.pipeline.join;

/**
 * What is to be learned of a sample.
 *
 * @param label a number, 0 or 1, or the index of a class
 * @param weight how much the sample counts; 0 where it is to be passed over
 */
public record Target(double label, double weight) {
  /** The no of a binary label. */
  static final Target NEGATIVE = new Target(0, 1);
}
