package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Adam on the infinity norm (Kingma and Ba, ICLR 2015, section 7.1).
 *
 * <pre>
 * d = ∂w + weightDecay · w
 * m = β₁ · m + (1 - β₁) · d
 * u = max(β₂ · u, |d| + eps)
 * w -= learningRate / (1 - β₁ᵏ) · m / u
 * </pre>
 */
public final class Adamax extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param betas how much the running mean of the gradient, and its largest size, keep of
   *     themselves at a step; two, each at least 0 and below 1, and 0.9 and 0.999 unless set
   * @param eps added to the size of a gradient, so that no denominator is 0; at least 0, and 1e-8
   *     unless set
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
      return new Adamax(parameters, this);
    }
  }

  private final Settings settings;

  /** With PyTorch's defaults. */
  public Adamax(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** The optimizer that {@code settings} say. */
  public Adamax(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), "mean", "norm");
    this.settings = settings;
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    float[] mean = slots[0];
    float[] norm = slots[1];
    double beta = settings.betas().get(0);
    float keep = (float) beta;
    float take = (float) (1 - beta);
    float keepNorm = settings.betas().get(1).floatValue();
    float rate = (float) (learningRate() / (1 - Math.pow(beta, steps())));
    float eps = (float) settings.eps();
    float decay = (float) settings.weightDecay();
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift] + decay * weights[i];
      mean[i] = flush(keep * mean[i] + take * slope);
      norm[i] = Math.max(keepNorm * norm[i], Math.abs(slope) + eps);
      weights[i] -= rate * mean[i] / norm[i];
    }
  }
}
