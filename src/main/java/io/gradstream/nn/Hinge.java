package io.gradstream.nn;

/**
 * The hinge loss of a score {@code x} against a target {@code t} of 0 or 1: {@code max(0, 1 - s·x)}
 * with {@code s = 2t - 1}.
 *
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record Hinge(Reduction reduction) implements ElementwiseLoss, LossSettings {
  /** The mean. */
  public Hinge() {
    this(Reduction.MEAN);
  }

  @Override
  public Target target() {
    return Target.PROBABILITY;
  }

  @Override
  public boolean isCurved() {
    return false;
  }

  @Override
  public double value(float output, float target) {
    return Math.max(0, 1 - (2 * target - 1) * output);
  }

  @Override
  public double slope(float output, float target) {
    double sign = 2 * target - 1;
    return sign * output < 1 ? -sign : 0;
  }

  /** The score through a sigmoid: in the right order and on the right side of a half, no more. */
  @Override
  public float link(float output) {
    return (float) (1 / (1 + Math.exp(-output)));
  }

  /** That of the sigmoid. */
  @Override
  public double negativeLogLikelihood(float output, float target) {
    return BceWithLogits.logistic(output, target);
  }

  @Override
  public Loss with(Reduction reduction) {
    return new Hinge(reduction);
  }
}
