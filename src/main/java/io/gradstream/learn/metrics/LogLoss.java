package io.gradstream.learn.metrics;

/** The logarithmic loss of a baseline's probability. */
final class LogLoss {
  /** Float32's epsilon: the most a float32 probability can say for sure. */
  private static final double EPSILON = 0x1p-23;

  private LogLoss() {}

  /**
   * {@code -ln p}, p the probability given to what came true, or 2^-23 for 0: a baseline that was
   * sure and wrong is charged 15.94 and not infinity.
   */
  static double of(double probabilityOfTruth) {
    return -Math.log(probabilityOfTruth == 0 ? EPSILON : probabilityOfTruth);
  }
}
