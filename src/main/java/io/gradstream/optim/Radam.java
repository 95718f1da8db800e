package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Adam whose adaptive rate is rectified while its variance is large (Liu et al., "On the Variance
 * of the Adaptive Learning Rate and Beyond", ICLR 2020).
 *
 * <pre>
 * d = ∂w + weightDecay · w
 * m = β₁ · m + (1 - β₁) · d
 * v = β₂ · v + (1 - β₂) · d²
 * w -= learningRate · m̂ · r · √(1 - β₂ᵏ) / (√v + eps)     where ρ > 5
 * w -= learningRate · m̂                                  before
 * </pre>
 *
 * with {@code ρ∞ = 2 / (1 - β₂) - 1}, {@code ρ = ρ∞ - 2k·β₂ᵏ / (1 - β₂ᵏ)} and {@code r = √((ρ -
 * 4)(ρ - 2)ρ∞ / ((ρ∞ - 4)(ρ∞ - 2)ρ))}.
 */
public final class Radam extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param betas how much the running means of the gradient and of its square keep of themselves at
   *     a step; two, each at least 0 and below 1, and 0.9 and 0.999 unless set
   * @param eps added to a denominator, so that it is not 0; at least 0, and 1e-8 unless set
   * @param weightDecay how much of a weight is added to its gradient; at least 0, and 0 unless set
   */
  public record Settings(double learningRate, List<Double> betas, double eps, double weightDecay)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
      betas = requireBetas(betas);
    }

    /** With the defaults. */
    public Settings(double learningRate) {
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Radam(parameters, this);
    }
  }

  private final Settings settings;

  /** With PyTorch's defaults. */
  public Radam(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** The optimizer that {@code settings} say. */
  public Radam(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), "mean", "square");
    this.settings = settings;
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    float[] mean = slots[0];
    float[] square = slots[1];
    float keepMean = settings.betas().get(0).floatValue();
    float keepSquare = settings.betas().get(1).floatValue();
    float takeMean = (float) (1 - settings.betas().get(0));
    float takeSquare = (float) (1 - settings.betas().get(1));
    double rectifier = rectifier(settings.betas().get(1));
    float rate = (float) (learningRate() / (1 - Math.pow(settings.betas().get(0), steps())));
    float adaptive = (float) (rate * rectifier);
    float eps = (float) settings.eps();
    float decay = (float) settings.weightDecay();
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift] + decay * weights[i];
      mean[i] = flush(keepMean * mean[i] + takeMean * slope);
      square[i] = flush(keepSquare * square[i] + takeSquare * slope * slope);
      weights[i] -=
          rectifier == 0
              ? rate * mean[i]
              : adaptive * mean[i] / ((float) Math.sqrt(square[i]) + eps);
    }
  }

  /** {@code r · √(1 - β₂ᵏ)}, or 0 while the variance is too large. */
  private double rectifier(double beta) {
    double power = Math.pow(beta, steps());
    double most = 2 / (1 - beta) - 1;
    double length = most - 2 * steps() * power / (1 - power);
    if (length <= 5) {
      return 0;
    }
    double variance = (length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length);
    return Math.sqrt(variance * (1 - power));
  }
}
