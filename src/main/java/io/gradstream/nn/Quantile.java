package io.gradstream.nn;

/**
 * The pinball loss, whose minimum is a quantile {@code q} of the target: {@code max(q·e, (q -
 * 1)·e)} with {@code e = target - output} (Koenker and Bassett, Econometrica, 1978).
 *
 * @param quantile q, above 0 and below 1
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record Quantile(double quantile, Reduction reduction)
    implements ElementwiseLoss, LossSettings {
  /** A quantile between 0 and 1. */
  public Quantile {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("quantile must be between 0 and 1: " + quantile);
    }
  }

  /** The mean. */
  public Quantile(double quantile) {
    this(quantile, Reduction.MEAN);
  }

  @Override
  public boolean isCurved() {
    return false;
  }

  @Override
  public double value(float output, float target) {
    double error = (double) target - output;
    return Math.max(quantile * error, (quantile - 1) * error);
  }

  /** {@code 1 - q} above the target, {@code -q} below, their mean on it. */
  @Override
  public double slope(float output, float target) {
    return output > target ? 1 - quantile : output < target ? -quantile : 0.5 - quantile;
  }

  @Override
  public Loss with(Reduction reduction) {
    return new Quantile(quantile, reduction);
  }
}
