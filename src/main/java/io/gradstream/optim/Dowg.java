package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.Collection;
import java.util.Map;

/**
 * Distance over weighted gradients, which needs no learning rate (Khaled, Mishchenko and Jin, "DoWG
 * Unleashed", NeurIPS 2023, algorithm 1).
 *
 * <p>Over all weights together, from w₀ where they started:
 *
 * <pre>
 * r = max(r, ‖w - w₀‖)                        (r = initialDistance at first)
 * v = v + r² · ‖∂w‖²
 * w -= learningRate · r² / √v · ∂w
 * </pre>
 *
 * <p>A schedule's rate, 1 unless told, scales the step.
 */
public final class Dowg extends SlotOptimizer {
  private double distance;
  private double weighted;

  /** With the paper's first distance. */
  public Dowg(Collection<Parameter> parameters) {
    this(byName(parameters), new OptimizerSettings.Dowg());
  }

  /** The optimizer that {@code settings} say. */
  public Dowg(Map<String, Parameter> parameters, OptimizerSettings.Dowg settings) {
    super(parameters, settings.learningRate(), "start");
    this.distance = settings.initialDistance();
  }

  @Override
  void start(float[] weights, float[][] slots) {
    System.arraycopy(weights, 0, slots[0], 0, weights.length);
  }

  @Override
  void prepare() {
    double far = 0;
    double steep = 0;
    for (int parameter = 0; parameter < count(); parameter++) {
      float[] weights = weights(parameter);
      float[] start = slots(parameter)[0];
      float[] gradient = gradient(parameter);
      for (int i = 0; i < weights.length; i++) {
        double way = (double) weights[i] - start[i];
        far += way * way;
        steep += (double) gradient[i] * gradient[i];
      }
    }
    distance = Math.max(distance, Math.sqrt(far));
    weighted += distance * distance * steep;
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots) {
    if (weighted == 0) {
      return;
    }
    float rate = (float) (learningRate() * distance * distance / Math.sqrt(weighted));
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= rate * gradient[i];
    }
  }

  @Override
  void save(Map<String, Double> numbers) {
    numbers.put("distance", distance);
    numbers.put("weighted", weighted);
  }

  @Override
  void load(OptimizerState state) {
    distance = state.number("distance");
    weighted = state.number("weighted");
  }
}
