package io.gradstream.nn;

import io.gradstream.settings.Bounds;
import java.util.Optional;

/**
 * The binary cross-entropy of a logit {@code x} against a target {@code t} in 0 to 1: {@code -(p·t·
 * log σ(x) + (1 - t) · log(1 - σ(x)))} with {@code p} the weight of positives, written so that it
 * stays finite for every logit.
 *
 * @param posWeight p, above 0; 1 unless set
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record BceWithLogits(Optional<Double> posWeight, Reduction reduction)
    implements ElementwiseLoss, LossSettings {
  /**
   * The least curvature of a negative log-likelihood as a share of its squared slope, which it is
   * equal to in expectation: no Newton step on it goes farther than {@code 10 / |slope|}.
   */
  static final double LEAST = 0.1;

  /** The weight of positives must be positive. */
  public BceWithLogits {
    posWeight.ifPresent(weight -> Bounds.positive("posWeight", weight));
  }

  /** The mean, positives weighing as much as negatives. */
  public BceWithLogits() {
    this(Optional.empty(), Reduction.MEAN);
  }

  /** Positives weighing as told. */
  public BceWithLogits(double posWeight, Reduction reduction) {
    this(Optional.of(posWeight), reduction);
  }

  @Override
  public Target target() {
    return Target.PROBABILITY;
  }

  /** {@code (1 - t)·x + (1 + (p - 1)·t) · log(1 + e^-x)}. */
  @Override
  public double value(float output, float target) {
    return (1 - target) * output + (1 + (weight() - 1) * target) * softplus(-output);
  }

  @Override
  public double negativeLogLikelihood(float output, float target) {
    return logistic(output, target);
  }

  /** {@code -(t · log σ(x) + (1 - t) · log(1 - σ(x)))}. */
  static double logistic(float logit, float target) {
    return (1 - target) * logit + softplus(-logit);
  }

  private static double softplus(float x) {
    return Math.log(1 + Math.exp(-Math.abs(x))) + Math.max(x, 0);
  }

  /** {@code (1 - t) - (1 + (p - 1)·t) · σ(-x)}. */
  @Override
  public double slope(float output, float target) {
    return 1 - target - (1 + (weight() - 1) * target) / (1 + Math.exp(output));
  }

  /** {@code (1 + (p - 1)·t) · σ(x) · σ(-x)}, at least {@link #LEAST} of the slope's square. */
  @Override
  public double curvature(float output, float target) {
    double small = Math.exp(-Math.abs(output));
    double bend = (1 + (weight() - 1) * target) * small / ((1 + small) * (1 + small));
    double slope = slope(output, target);
    return Math.max(bend, LEAST * slope * slope);
  }

  @Override
  public float link(float output) {
    return (float) (1 / (1 + Math.exp(-output)));
  }

  @Override
  public Loss with(Reduction reduction) {
    return new BceWithLogits(posWeight, reduction);
  }

  private double weight() {
    return posWeight.isPresent() ? posWeight.get() : 1;
  }
}
