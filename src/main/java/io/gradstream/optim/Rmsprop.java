package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gradients over their running root mean square (Tieleman and Hinton, lecture 6.5, 2012; centered
 * after Graves, "Generating Sequences", 2013).
 *
 * <pre>
 * d = ∂w + weightDecay · w
 * s = alpha · s + (1 - alpha) · d²
 * g = alpha · g + (1 - alpha) · d             (0 unless centered)
 * b = momentum · b + d / (√(s - g²) + eps)
 * w -= learningRate · b
 * </pre>
 */
public final class Rmsprop extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param alpha how much the running mean of squares keeps of itself at a step; at least 0 and
   *     below 1, and 0.99 unless set
   * @param eps added to a denominator, so that it is not 0; above 0, and 1e-8 unless set
   * @param weightDecay how much of a weight is added to its gradient; at least 0, and 0 unless set
   * @param momentum how much of the step before goes on; at least 0, and 0 unless set
   * @param centered whether the mean square is taken around the mean gradient; not unless set
   */
  public record Settings(
      double learningRate,
      double alpha,
      double eps,
      double weightDecay,
      double momentum,
      boolean centered)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("weightDecay", weightDecay);
      Bounds.notNegative("momentum", momentum);
      Bounds.fraction("alpha", alpha);
      Bounds.positive("eps", eps);
    }

    /** With the defaults. */
    public Settings(double learningRate) {
      this(learningRate, 0.99, 1e-8, 0, 0, false);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Rmsprop(parameters, this);
    }
  }

  private final Settings settings;

  /** With PyTorch's defaults. */
  public Rmsprop(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** The optimizer that {@code settings} say. */
  public Rmsprop(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), slots(settings));
    this.settings = settings;
  }

  private static String[] slots(Settings settings) {
    return Stream.of(
            "square", settings.centered() ? "mean" : "", settings.momentum() > 0 ? "momentum" : "")
        .filter(name -> !name.isEmpty())
        .toArray(String[]::new);
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    float[] square = slots[0];
    float[] mean = slots[slots.length > 1 ? 1 : 0];
    float[] buffer = slots[slots.length - 1];
    boolean centered = settings.centered();
    boolean remembers = settings.momentum() > 0;
    float rate = (float) learningRate();
    float keep = (float) settings.alpha();
    float take = (float) (1 - settings.alpha());
    float momentum = (float) settings.momentum();
    float eps = (float) settings.eps();
    float decay = (float) settings.weightDecay();
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift] + decay * weights[i];
      square[i] = flush(keep * square[i] + take * slope * slope);
      float variance = square[i];
      if (centered) {
        mean[i] = flush(keep * mean[i] + take * slope);
        variance = Math.max(variance - mean[i] * mean[i], 0);
      }
      float step = slope / ((float) Math.sqrt(variance) + eps);
      if (remembers) {
        buffer[i] = flush(momentum * buffer[i] + step);
        step = buffer[i];
      }
      weights[i] -= rate * step;
    }
  }
}
