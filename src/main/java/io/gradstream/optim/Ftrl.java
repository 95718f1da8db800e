package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.Collection;
import java.util.Map;

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
 * <p>z starts where the closed form gives the weights that were there. The learning rate is alpha;
 * where a schedule changes it, z is moved so that the weights stay, and a rate of 0 stands still.
 */
public final class Ftrl extends SlotOptimizer {
  private final OptimizerSettings.Ftrl settings;
  private double alpha;
  private double alphaBefore;

  /** With beta 1 and no penalties. */
  public Ftrl(Collection<Parameter> parameters, double alpha) {
    this(byName(parameters), new OptimizerSettings.Ftrl(alpha));
  }

  /** The optimizer that {@code settings} say. */
  public Ftrl(Map<String, Parameter> parameters, OptimizerSettings.Ftrl settings) {
    super(parameters, settings.learningRate(), "z", "squares");
    this.settings = settings;
    this.alpha = settings.alpha();
  }

  @Override
  void start(float[] weights, float[][] slots, int from, int to) {
    for (int i = from; i < to; i++) {
      double grip = settings.beta() / alpha + settings.l2();
      // Not -weights[i] * grip, which of nothing makes -0: what is 0 need not be stored.
      slots[0][i] = (float) (0 - weights[i] * grip - Math.signum(weights[i]) * settings.l1());
    }
  }

  @Override
  void prepare() {
    alphaBefore = alpha;
    alpha = learningRate() == 0 ? alpha : learningRate();
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    if (learningRate() == 0) {
      return;
    }
    float[] z = slots[0];
    float[] squares = slots[1];
    float rate = (float) alpha;
    float beta = (float) settings.beta();
    float l1 = (float) settings.l1();
    float l2 = (float) settings.l2();
    float moved = (float) (1 / alphaBefore - 1 / alpha);
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift];
      float before = (float) Math.sqrt(squares[i]);
      squares[i] += slope * slope;
      float root = (float) Math.sqrt(squares[i]);
      z[i] += moved * (beta + before) * weights[i] + slope - (root - before) / rate * weights[i];
      float shrunk = Math.copySign(Math.max(Math.abs(z[i]) - l1, 0), z[i]);
      weights[i] = -shrunk / ((beta + root) / rate + l2);
    }
  }

  @Override
  void save(Map<String, Double> numbers) {
    numbers.put("alpha", alpha);
  }

  @Override
  void load(OptimizerState state) {
    alpha = state.number("alpha");
  }
}
