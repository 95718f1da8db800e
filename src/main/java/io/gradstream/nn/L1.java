package io.gradstream.nn;

/**
 * The absolute error {@code |output - target|}.
 *
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record L1(Reduction reduction) implements ElementwiseLoss, LossSettings {
  /** The mean absolute error. */
  public L1() {
    this(Reduction.MEAN);
  }

  @Override
  public boolean isCurved() {
    return false;
  }

  @Override
  public double value(float output, float target) {
    return Math.abs((double) output - target);
  }

  @Override
  public double slope(float output, float target) {
    return Math.signum((double) output - target);
  }

  @Override
  public Loss with(Reduction reduction) {
    return new L1(reduction);
  }
}
