package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import io.gradstream.tensor.AdamStep;
import io.gradstream.tensor.Kernels;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba, ICLR 2015), with AMSGrad's maximum (Reddi et al., ICLR 2018) if asked for.
 *
 * <pre>
 * d = ∂w + weightDecay · w
 * m = β₁ · m + (1 - β₁) · d
 * v = β₂ · v + (1 - β₂) · d²
 * w -= learningRate · m̂ / (√v̂ + eps),  m̂ = m / (1 - β₁ᵏ),  v̂ = v / (1 - β₂ᵏ)
 * </pre>
 *
 * <p>Moments below 1e-30 become zero: a weight whose gradient stays zero would else drag them
 * through the subnormal numbers, which cost several times as much.
 */
public final class Adam extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param betas how much the running means of the gradient and of its square keep of themselves at
   *     a step; two, each at least 0 and below 1, and 0.9 and 0.999 unless set
   * @param eps added to a denominator, so that it is not 0; at least 0, and 1e-8 unless set
   * @param weightDecay how much of a weight is added to its gradient; at least 0, and 0 unless set
   * @param amsgrad whether the largest mean square so far divides, and not the newest; not unless
   *     set
   */
  public record Settings(
      double learningRate, List<Double> betas, double eps, double weightDecay, boolean amsgrad)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.notNegative("learningRate", learningRate);
      betas = requireBetas(betas);
      Bounds.notNegative("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
    }

    /** Adam with the defaults. */
    public Settings(double learningRate) {
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0, false);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Adam(parameters, this);
    }
  }

  private final Settings settings;
  private final AdamStep step = new AdamStep();

  /** With PyTorch's defaults. */
  public Adam(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** Adam as {@code settings} say. */
  public Adam(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), slots(settings));
    this.settings = settings;
  }

  private static String[] slots(Settings settings) {
    return settings.amsgrad()
        ? new String[] {"mean", "square", "largestSquare"}
        : new String[] {"mean", "square"};
  }

  @Override
  void prepare() {
    step.of(learningRate(), settings.betas(), settings.eps(), steps());
    step.decay = (float) settings.weightDecay();
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    if (settings.amsgrad()) {
      amsgrad(weights, gradient, slots, from, to, shift);
    } else {
      Kernels.best().adam(weights, gradient, slots[0], slots[1], step, from, to, shift);
    }
  }

  private void amsgrad(
      float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    float[] mean = slots[0];
    float[] square = slots[1];
    float[] largest = slots[2];
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift] + step.decay * weights[i];
      mean[i] = flush(step.keepMean * mean[i] + step.takeMean * slope);
      square[i] = flush(step.keepSquare * square[i] + step.takeSquare * slope * slope);
      largest[i] = Math.max(largest[i], square[i]);
      float root = (float) Math.sqrt(largest[i]) * step.scale + step.eps;
      weights[i] -= step.rate * mean[i] / root;
    }
  }
}
