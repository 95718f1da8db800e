package io.gradstream.nn;

/**
 * The negative log-likelihood of a count {@code t} under a Poisson distribution whose rate has the
 * logarithm {@code x}, less what does not depend on x: {@code e^x - t · x}. The exponent is cut at
 * 80 to stay finite.
 *
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record PoissonNll(Reduction reduction) implements ElementwiseLoss, LossSettings {
  /** The mean. */
  public PoissonNll() {
    this(Reduction.MEAN);
  }

  @Override
  public double value(float output, float target) {
    return rate(output) - (double) target * output;
  }

  @Override
  public double slope(float output, float target) {
    return rate(output) - target;
  }

  @Override
  public boolean predictsOutput() {
    return false;
  }

  /** The rate. */
  @Override
  public float link(float output) {
    return (float) rate(output);
  }

  /** {@code e^x}, at least the slope's size: no Newton step multiplies a rate by more than e. */
  @Override
  public double curvature(float output, float target) {
    return Math.max(rate(output), Math.abs(slope(output, target)));
  }

  @Override
  public Loss with(Reduction reduction) {
    return new PoissonNll(reduction);
  }

  private static double rate(float output) {
    return Math.exp(Math.min(output, 80));
  }
}
