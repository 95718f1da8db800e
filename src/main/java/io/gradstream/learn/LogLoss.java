package io.gradstream.learn;

/** The logarithmic loss of a predicted probability. */
final class LogLoss {
  /** Float32's epsilon: the most a float32 probability can say for sure. */
  private static final double EPSILON = 0x1p-23;

  private LogLoss() {}

  /**
   * {@code -ln p}, p the probability given to what came true, clipped to [2^-23, 1 - 2^-23] so that
   * a predictor that was sure and wrong is charged 15.94 and not infinity.
   */
  static double of(double probabilityOfTruth) {
    return -Math.log(clip(probabilityOfTruth));
  }

  static double clip(double probability) {
    return Math.min(1 - EPSILON, Math.max(EPSILON, probability));
  }
}
