package io.gradstream.nn;

import io.gradstream.settings.Bounds;

/**
 * Huber's loss (Annals of Mathematical Statistics, 1964): {@code e²/2} where {@code |e| < delta},
 * else {@code delta · (|e| - delta/2)}; {@code e = output - target}.
 *
 * @param delta the error at which it turns from a square into a line, above 0; 1 unless set
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record Huber(double delta, Reduction reduction) implements ElementwiseLoss, LossSettings {
  /** A positive delta. */
  public Huber {
    Bounds.positive("delta", delta);
  }

  /** The mean, with PyTorch's delta. */
  public Huber() {
    this(1, Reduction.MEAN);
  }

  @Override
  public double value(float output, float target) {
    double error = Math.abs((double) output - target);
    return error < delta ? error * error / 2 : delta * (error - delta / 2);
  }

  @Override
  public double slope(float output, float target) {
    double error = (double) output - target;
    return Math.max(-delta, Math.min(delta, error));
  }

  @Override
  public double curvature(float output, float target) {
    return Math.abs((double) output - target) < delta ? 1 : 0;
  }

  @Override
  public Loss with(Reduction reduction) {
    return new Huber(delta, reduction);
  }
}
