package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.Collection;
import java.util.Map;

/**
 * Distance over gradients, which needs no learning rate (Ivgi, Hinder and Carmon, "DoG is SGD's
 * Best Friend", ICML 2023).
 *
 * <p>Over all weights together, from w₀ where they started:
 *
 * <pre>
 * r = max(r, ‖w - w₀‖)                        (r = initialDistance at first)
 * G = G + ‖∂w‖²
 * w -= learningRate · r / √G · ∂w
 * </pre>
 *
 * <p>A schedule's rate, 1 unless told, scales the step.
 */
public final class Dog extends SlotOptimizer {
  private double distance;
  private double squares;

  /** With the default first distance. */
  public Dog(Collection<Parameter> parameters) {
    this(byName(parameters), new OptimizerSettings.Dog());
  }

  /** The optimizer that {@code settings} say. */
  public Dog(Map<String, Parameter> parameters, OptimizerSettings.Dog settings) {
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
    squares += steep;
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots) {
    if (squares == 0) {
      return;
    }
    float rate = (float) (learningRate() * distance / Math.sqrt(squares));
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= rate * gradient[i];
    }
  }

  @Override
  void save(Map<String, Double> numbers) {
    numbers.put("distance", distance);
    numbers.put("squares", squares);
  }

  @Override
  void load(OptimizerState state) {
    distance = state.number("distance");
    squares = state.number("squares");
  }
}
