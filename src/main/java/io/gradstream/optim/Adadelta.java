package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Collection;
import java.util.Map;

/**
 * Steps in the unit of the weights, from running squares of gradients and of steps (Zeiler,
 * "ADADELTA", 2012).
 *
 * <pre>
 * d = ∂w + weightDecay · w
 * s = rho · s + (1 - rho) · d²
 * δ = √(a + eps) / √(s + eps) · d
 * a = rho · a + (1 - rho) · δ²
 * w -= learningRate · δ
 * </pre>
 */
public final class Adadelta extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param rho how much the running means of squares keep of themselves at a step; at least 0 and
   *     below 1, and 0.9 unless set
   * @param eps added to both running means, so that neither root is 0; above 0, and 1e-6 unless set
   * @param weightDecay how much of a weight is added to its gradient; at least 0, and 0 unless set
   */
  public record Settings(double learningRate, double rho, double eps, double weightDecay)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.fraction("rho", rho);
      Bounds.positive("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
    }

    /** With the defaults. */
    public Settings(double learningRate) {
      this(learningRate, 0.9, 1e-6, 0);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Adadelta(parameters, this);
    }
  }

  private final Settings settings;

  /** With PyTorch's defaults. */
  public Adadelta(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** The optimizer that {@code settings} say. */
  public Adadelta(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), "square", "steps");
    this.settings = settings;
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    float[] square = slots[0];
    float[] moved = slots[1];
    float rate = (float) learningRate();
    float keep = (float) settings.rho();
    float take = (float) (1 - settings.rho());
    float eps = (float) settings.eps();
    float decay = (float) settings.weightDecay();
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift] + decay * weights[i];
      square[i] = flush(keep * square[i] + take * slope * slope);
      float delta = (float) Math.sqrt((moved[i] + eps) / (square[i] + eps)) * slope;
      moved[i] = flush(keep * moved[i] + take * delta * delta);
      weights[i] -= rate * delta;
    }
  }
}
