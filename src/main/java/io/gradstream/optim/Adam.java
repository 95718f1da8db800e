package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.Collection;
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
  private static final float NOTHING = 1e-30f;
  private final OptimizerSettings.Adam settings;

  /** Adam with PyTorch's betas (0.9, 0.999) and eps (1e-8). */
  public Adam(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new OptimizerSettings.Adam(learningRate));
  }

  /** Adam as {@code settings} say. */
  public Adam(Map<String, Parameter> parameters, OptimizerSettings.Adam settings) {
    super(parameters, settings.learningRate(), slots(settings));
    this.settings = settings;
  }

  private static String[] slots(OptimizerSettings.Adam settings) {
    return settings.amsgrad()
        ? new String[] {"mean", "square", "largestSquare"}
        : new String[] {"mean", "square"};
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots) {
    float[] mean = slots[0];
    float[] square = slots[1];
    float[] largest = slots[slots.length - 1];
    float keepMean = settings.betas().get(0).floatValue();
    float keepSquare = settings.betas().get(1).floatValue();
    float takeMean = (float) (1 - settings.betas().get(0));
    float takeSquare = (float) (1 - settings.betas().get(1));
    double correctMean = 1 - Math.pow(settings.betas().get(0), steps());
    double correctSquare = 1 - Math.pow(settings.betas().get(1), steps());
    float rate = (float) (learningRate() / correctMean);
    float scale = (float) (1 / Math.sqrt(correctSquare));
    float eps = (float) settings.eps();
    float decay = (float) settings.weightDecay();
    for (int i = 0; i < weights.length; i++) {
      float slope = gradient[i] + decay * weights[i];
      mean[i] = flush(keepMean * mean[i] + takeMean * slope);
      square[i] = flush(keepSquare * square[i] + takeSquare * slope * slope);
      largest[i] = Math.max(largest[i], square[i]);
      weights[i] -= rate * mean[i] / ((float) Math.sqrt(largest[i]) * scale + eps);
    }
  }

  private static float flush(float moment) {
    return Math.abs(moment) < NOTHING ? 0 : moment;
  }
}
