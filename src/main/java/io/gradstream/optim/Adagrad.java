package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A rate for each weight that falls with the squares of its gradients (Duchi, Hazan and Singer,
 * JMLR 2011).
 *
 * <pre>
 * d = ∂w + weightDecay · w
 * s = s + d²                                  (s = initialAccumulator at first)
 * w -= learningRate / (1 + (k - 1) · learningRateDecay) · d / (√s + eps)
 * </pre>
 */
public final class Adagrad extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param learningRateDecay the rate is divided by 1 and this for each step before; at least 0,
   *     and 0 unless set
   * @param weightDecay how much of a weight is added to its gradient; at least 0, and 0 unless set
   * @param initialAccumulator where the sum of squares starts; at least 0, and 0 unless set
   * @param eps added to a denominator, so that it is not 0; at least 0, and 1e-10 unless set
   */
  public record Settings(
      double learningRate,
      double learningRateDecay,
      double weightDecay,
      double initialAccumulator,
      double eps)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("learningRateDecay", learningRateDecay);
      Bounds.notNegative("weightDecay", weightDecay);
      Bounds.notNegative("initialAccumulator", initialAccumulator);
      Bounds.notNegative("eps", eps);
    }

    /** With the defaults. */
    public Settings(double learningRate) {
      this(learningRate, 0, 0, 0, 1e-10);
    }

    @Override
    public boolean isSummable() {
      return true;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Adagrad(parameters, this);
    }
  }

  private static final String SUM = "sum";

  private final Settings settings;

  /** With PyTorch's defaults. */
  public Adagrad(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** The optimizer that {@code settings} say. */
  public Adagrad(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), SUM);
    this.settings = settings;
  }

  @Override
  public Optional<Precision> precision() {
    return Optional.of(new Precision(SUM, true));
  }

  @Override
  void initializeSlots(float[] weights, float[][] slots, int from, int to) {
    Arrays.fill(slots[0], from, to, (float) settings.initialAccumulator());
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    float[] sum = slots[0];
    float rate = (float) (learningRate() / (1 + (steps() - 1) * settings.learningRateDecay()));
    float eps = (float) settings.eps();
    float decay = (float) settings.weightDecay();
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift] + decay * weights[i];
      sum[i] += slope * slope;
      weights[i] -= rate * slope / ((float) Math.sqrt(sum[i]) + eps);
    }
  }
}
