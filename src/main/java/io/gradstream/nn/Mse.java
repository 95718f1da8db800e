package io.gradstream.nn;

/**
 * The squared error {@code (output - target)²}.
 *
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record Mse(Reduction reduction) implements ElementwiseLoss, LossSettings {
  /** The mean squared error. */
  public Mse() {
    this(Reduction.MEAN);
  }

  @Override
  public double value(float output, float target) {
    double error = (double) output - target;
    return error * error;
  }

  @Override
  public double slope(float output, float target) {
    return 2 * ((double) output - target);
  }

  @Override
  public double curvature(float output, float target) {
    return 2;
  }

  @Override
  public Loss with(Reduction reduction) {
    return new Mse(reduction);
  }
}
