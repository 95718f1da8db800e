package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import io.gradstream.tensor.AdamStep;
import io.gradstream.tensor.Kernels;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Adam with the decay of weights apart from the gradient (Loshchilov and Hutter, ICLR 2019).
 *
 * <pre>
 * w *= 1 - learningRate · weightDecay
 * </pre>
 *
 * and then as {@link Adam} without weight decay.
 */
public final class Adamw extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param betas how much the running means of the gradient and of its square keep of themselves at
   *     a step; two, each at least 0 and below 1, and 0.9 and 0.999 unless set
   * @param eps added to a denominator, so that it is not 0; at least 0, and 1e-8 unless set
   * @param weightDecay the share of a weight, times the rate, that each step takes off it; at least
   *     0, and 0.01 unless set
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
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0.01);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Adamw(parameters, this);
    }
  }

  private final Settings settings;
  private final AdamStep step = new AdamStep();

  /** With PyTorch's defaults. */
  public Adamw(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** The optimizer that {@code settings} say. */
  public Adamw(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), "mean", "square");
    this.settings = settings;
  }

  @Override
  void prepare() {
    step.of(learningRate(), settings.betas(), settings.eps(), steps());
    step.shrink = (float) (1 - learningRate() * settings.weightDecay());
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    Kernels.best().adam(weights, gradient, slots[0], slots[1], step, from, to, shift);
  }
}
