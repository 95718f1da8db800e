package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Collection;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * FTRL-Proximal, per weight (McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD
 * 2013, algorithm 1; l1 and l2 its λ₁ and λ₂).
 *
 * <pre>
 * σ = (√(n + ∂w²) - √n) / alpha
 * z = z + ∂w - σ · w
 * n = n + ∂w²
 * w = 0 where |z| ≤ l1, else -(z - sign(z) · l1) / ((beta + √n) / alpha + l2)
 * </pre>
 *
 * <p>z starts where the closed form gives the weights that were there. The learning rate is alpha.
 * Where a schedule changes it, the weights stay and z is what the closed form has for them at the
 * new rate; it is found from the weight when its next gradient comes, whichever rate that weight
 * was made at, so that rows which are not touched at every step need not be moved with every rate.
 * Where a weight is 0 its z is free of alpha and stays. A rate of 0 stands still.
 */
public final class Ftrl extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param alpha the learning rate of a weight that has no gradient yet, but for beta; above 0,
   *     required
   * @param beta added to the root of the sum of squares; at least 0, and 1 unless set
   * @param l1 how far z must get from 0 for its weight not to be 0; at least 0, and 0 unless set
   * @param l2 how strongly weights are drawn to 0; at least 0, above 0 where beta is 0, and 0
   *     unless set
   */
  public record Settings(double alpha, double beta, double l1, double l2)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.positive("alpha", alpha);
      Bounds.notNegative("beta", beta);
      Bounds.notNegative("l1", l1);
      Bounds.notNegative("l2", l2);
      Bounds.require(beta + l2 > 0, "beta", "or l2 must be positive", beta);
    }

    /** With the defaults. */
    public Settings(double alpha) {
      this(alpha, 1, 0, 0);
    }

    @Override
    public double learningRate() {
      return alpha;
    }

    @Override
    public boolean isSummable() {
      return true;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Ftrl(parameters, this);
    }
  }

  /** What a z may be off for no other reason than float32. */
  private static final double ROUNDING = 1e-4;

  private final Settings settings;
  private double alpha;

  // Whether alpha has ever changed: from then on a z may be one of another rate.
  private boolean scheduled;

  /** With beta 1 and no penalties. */
  public Ftrl(Collection<Parameter> parameters, double alpha) {
    this(byName(parameters), new Settings(alpha));
  }

  /** The optimizer that {@code settings} say. */
  public Ftrl(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), "z", "squares");
    this.settings = settings;
    this.alpha = settings.alpha();
  }

  @Override
  void initializeSlots(float[] weights, float[][] slots, int from, int to) {
    for (int i = from; i < to; i++) {
      slots[0][i] = z(weights[i], 0);
    }
  }

  /** The z for which the closed form gives this weight. */
  private float z(float weight, float root) {
    double grip = (settings.beta() + root) / alpha + settings.l2();
    // Not -weight * grip, which of nothing makes -0: what is 0 need not be stored.
    return (float) (0 - weight * grip - Math.signum(weight) * settings.l1());
  }

  @Override
  void prepare() {
    double before = alpha;
    alpha = isStill() ? alpha : learningRate();
    scheduled |= alpha != before;
  }

  /** A rate that float32 does not tell from 0 is none. */
  private boolean isStill() {
    return (float) learningRate() == 0;
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    if (isStill()) {
      return;
    }
    float[] z = slots[0];
    float[] squares = slots[1];
    float rate = (float) alpha;
    float beta = (float) settings.beta();
    float l1 = (float) settings.l1();
    float l2 = (float) settings.l2();
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift];
      if (scheduled && slope == 0) {
        continue;
      }
      float before = (float) Math.sqrt(squares[i]);
      squares[i] += slope * slope;
      float root = (float) Math.sqrt(squares[i]);
      float held = scheduled && weights[i] != 0 ? z(weights[i], before) : z[i];
      z[i] = held + (slope - (root - before) / rate * weights[i]);
      float shrunk = Math.copySign(Math.max(Math.abs(z[i]) - l1, 0), z[i]);
      weights[i] = -shrunk / ((beta + root) / rate + l2);
    }
  }

  @Override
  int ownCount() {
    return 2;
  }

  @Override
  void copyOwn(double[] into, int at) {
    into[at] = alpha;
    into[at + 1] = scheduled ? 1 : 0;
  }

  @Override
  void takeOwn(double[] from, int at) {
    alpha = from[at];
    scheduled = from[at + 1] == 1;
  }

  @Override
  void save(Map<String, Double> numbers) {
    numbers.put("alpha", alpha);
    if (scheduled) {
      numbers.put("scheduled", 1.0);
    }
  }

  @Override
  void load(OptimizerState state) {
    alpha = state.number("alpha");
    scheduled =
        state.numbers().containsKey("scheduled")
            || alpha != settings.alpha()
            || (state.number("step") > 0
                && IntStream.range(0, count()).anyMatch(i -> isOfOtherRates(parameter(i), state)));
  }

  /** Whether a z is not its weight's at this rate, as earlier versions left those that rested. */
  private boolean isOfOtherRates(Parameter parameter, OptimizerState state) {
    float[] weights = parameter.value().data();
    float[] z = state.tensor("z/" + parameter.name()).data();
    float[] squares = state.tensor("squares/" + parameter.name()).data();
    for (int i = 0; i < weights.length; i++) {
      double apart = z(weights[i], (float) Math.sqrt(squares[i])) - z[i];
      if (weights[i] != 0 && Math.abs(apart) > ROUNDING * Math.abs(z[i])) {
        return true;
      }
    }
    return false;
  }
}
