package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Collection;
import java.util.Map;

/**
 * Coin betting, which needs no learning rate (COCOB-Backprop: Orabona and Tommasi, "Training Deep
 * Networks without Learning Rates Through Coin Betting", NeurIPS 2017).
 *
 * <p>For each weight, with {@code g = -∂w} and w₁ where it started:
 *
 * <pre>
 * L = max(L, |g|),  G = G + |g|,  R = max(R + (w - w₁) · g, 0),  θ = θ + g
 * w = w₁ + θ / (L · max(G + L, alpha · L)) · (L + R)
 * </pre>
 *
 * <p>A schedule's rate, 1 unless told, is the share of the way to the new weight that is taken.
 */
public final class Cocob extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param alpha how strongly the first bets are held back; above 0, and 100 unless set
   */
  public record Settings(double alpha) implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.positive("alpha", alpha);
    }

    /** With the defaults. */
    public Settings() {
      this(100);
    }

    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Cocob(parameters, this);
    }
  }

  private final Settings settings;

  /** With the paper's alpha. */
  public Cocob(Collection<Parameter> parameters) {
    this(byName(parameters), new Settings());
  }

  /** The optimizer that {@code settings} say. */
  public Cocob(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), "start", "largest", "sum", "reward", "theta");
    this.settings = settings;
  }

  @Override
  void initializeSlots(float[] weights, float[][] slots, int from, int to) {
    System.arraycopy(weights, from, slots[0], from, to - from);
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    float alpha = (float) settings.alpha();
    float rate = (float) learningRate();
    for (int i = from; i < to; i++) {
      float slope = -gradient[i - shift];
      float start = slots[0][i];
      float largest = Math.max(slots[1][i], Math.abs(slope));
      float sum = slots[2][i] + Math.abs(slope);
      float reward = Math.max(slots[3][i] + (weights[i] - start) * slope, 0);
      float theta = slots[4][i] + slope;
      slots[1][i] = largest;
      slots[2][i] = sum;
      slots[3][i] = reward;
      slots[4][i] = theta;
      if (largest > 0) {
        float bet = theta / (largest * Math.max(sum + largest, alpha * largest));
        weights[i] += rate * (start + bet * (largest + reward) - weights[i]);
      }
    }
  }
}
