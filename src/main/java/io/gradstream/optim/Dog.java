package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
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
  /**
   * How it is configured.
   *
   * @param initialDistance how far from their start the weights are taken to be at first; above 0,
   *     and 1e-4 unless set
   */
  public record Settings(double initialDistance) implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.positive("initialDistance", initialDistance);
    }

    /** With the defaults. */
    public Settings() {
      this(1e-4);
    }

    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Dog(parameters, this);
    }
  }

  private final double initialDistance;
  private double distance;
  private double squares;

  // ‖w - w₀‖², kept up to date by what changes, so that a step costs what it touches.
  private double far;

  /** With the default first distance. */
  public Dog(Collection<Parameter> parameters) {
    this(byName(parameters), new Settings());
  }

  /** The optimizer that {@code settings} say. */
  public Dog(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), "start");
    this.initialDistance = settings.initialDistance();
    this.distance = initialDistance;
  }

  @Override
  void initializeSlots(float[] weights, float[][] slots, int from, int to) {
    System.arraycopy(weights, from, slots[0], from, to - from);
  }

  @Override
  void forgetWeights(float[] weights, float[][] slots, int from, int to) {
    for (int i = from; i < to && steps() > 0; i++) {
      double distance = (double) weights[i] - slots[0][i];
      far -= distance * distance;
    }
  }

  @Override
  void prepare() {
    distance = Math.max(distance, Math.sqrt(Math.max(0, far)));
    for (int parameter = 0; parameter < count(); parameter++) {
      squares += GradientNorm.squares(parameter(parameter));
    }
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    if (squares == 0) {
      return;
    }
    float rate = (float) (learningRate() * distance / Math.sqrt(squares));
    double farther = 0;
    for (int i = from; i < to; i++) {
      double before = (double) weights[i] - slots[0][i];
      weights[i] -= rate * gradient[i - shift];
      double after = (double) weights[i] - slots[0][i];
      farther += after * after - before * before;
    }
    far += farther;
  }

  @Override
  void forget() {
    distance = initialDistance;
    squares = 0;
    far = 0;
  }

  @Override
  int ownCount() {
    return 3;
  }

  @Override
  void copyOwn(double[] into, int at) {
    into[at] = distance;
    into[at + 1] = squares;
    into[at + 2] = far;
  }

  @Override
  void takeOwn(double[] from, int at) {
    distance = from[at];
    squares = from[at + 1];
    far = from[at + 2];
  }

  @Override
  void save(Map<String, Double> numbers) {
    numbers.put("distance", distance);
    numbers.put("squares", squares);
    numbers.put("far", far);
  }

  @Override
  void load(OptimizerState state) {
    distance = state.number("distance");
    squares = state.number("squares");
    far = state.number("far");
  }
}
