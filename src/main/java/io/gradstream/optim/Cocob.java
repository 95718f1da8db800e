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

  private static final int START = 0;
  private static final int LARGEST = 1;
  private static final int SUM = 2;
  private static final int REWARD = 3;
  private static final int THETA = 4;
  private static final int CHUNK = 512;

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

  /**
   * In loops that are short enough for a compiler to make vectors of them, over what a cache has.
   */
  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    for (int begin = from; begin < to; begin += CHUNK) {
      int end = Math.min(to, begin + CHUNK);
      observe(slots[LARGEST], slots[SUM], slots[THETA], gradient, begin, end, shift);
      reward(slots[REWARD], weights, slots[START], gradient, begin, end, shift);
      bet(weights, slots, begin, end);
    }
  }

  private static void observe(
      float[] largest, float[] sum, float[] theta, float[] gradient, int from, int to, int shift) {
    for (int i = from; i < to; i++) {
      float size = Math.abs(gradient[i - shift]);
      largest[i] = Math.max(largest[i], size);
      sum[i] += size;
    }
    for (int i = from; i < to; i++) {
      theta[i] -= gradient[i - shift];
    }
  }

  private static void reward(
      float[] reward,
      float[] weights,
      float[] start,
      float[] gradient,
      int from,
      int to,
      int shift) {
    for (int i = from; i < to; i++) {
      reward[i] = Math.max(reward[i] - (weights[i] - start[i]) * gradient[i - shift], 0);
    }
  }

  private void bet(float[] weights, float[][] slots, int from, int to) {
    float[] start = slots[START];
    float[] largest = slots[LARGEST];
    float[] sum = slots[SUM];
    float[] reward = slots[REWARD];
    float[] theta = slots[THETA];
    float alpha = (float) settings.alpha();
    float rate = (float) learningRate();
    for (int i = from; i < to; i++) {
      float most = largest[i];
      float bound = Math.max(most * Math.max(sum[i] + most, alpha * most), Float.MIN_NORMAL);
      float wanted = start[i] + theta[i] / bound * (most + reward[i]);
      weights[i] += rate * (wanted - weights[i]);
    }
  }
}
