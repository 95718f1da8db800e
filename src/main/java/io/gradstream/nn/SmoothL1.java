package io.gradstream.nn;

import io.gradstream.settings.Bounds;

/**
 * The absolute error rounded at the bottom: {@code e² / (2·beta)} where {@code |e| < beta}, else
 * {@code |e| - beta/2}; {@code e = output - target}.
 *
 * @param beta the error below which it is rounded, above 0; 1 unless set
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record SmoothL1(double beta, Reduction reduction) implements ElementwiseLoss, LossSettings {
  /** A positive beta. */
  public SmoothL1 {
    Bounds.positive("beta", beta);
  }

  /** The mean, with PyTorch's beta. */
  public SmoothL1() {
    this(1, Reduction.MEAN);
  }

  @Override
  public double value(float output, float target) {
    double error = Math.abs((double) output - target);
    return error < beta ? error * error / (2 * beta) : error - beta / 2;
  }

  @Override
  public double slope(float output, float target) {
    double error = (double) output - target;
    return Math.abs(error) < beta ? error / beta : Math.signum(error);
  }

  @Override
  public double curvature(float output, float target) {
    return Math.abs((double) output - target) < beta ? 1 / beta : 0;
  }

  @Override
  public Loss with(Reduction reduction) {
    return new SmoothL1(beta, reduction);
  }
}
