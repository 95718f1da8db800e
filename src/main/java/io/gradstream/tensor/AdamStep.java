package io.gradstream.tensor;

import java.util.List;

/**
 * The numbers of one step of Adam, set anew before each.
 *
 * <pre>
 * d = ∂w + decay · w
 * m = keepMean · m + takeMean · d
 * v = keepSquare · v + takeSquare · d²
 * w = shrink · w - rate · m / (√v · scale + eps)
 * </pre>
 *
 * <p>Moments below {@link #NOTHING} become zero: a weight whose gradient stays zero would else drag
 * them through the subnormal numbers, which cost several times as much.
 */
public final class AdamStep {
  /** What a moment must reach to count. */
  public static final float NOTHING = 1e-30f;

  public float decay;
  public float keepMean;
  public float takeMean;
  public float keepSquare;
  public float takeSquare;
  public float shrink = 1;
  public float rate;
  public float scale;
  public float eps;

  /** Sets all but decay and shrink, for the step of this count, the first being 1. */
  public void of(double learningRate, List<Double> betas, double eps, long step) {
    double first = betas.get(0);
    double second = betas.get(1);
    keepMean = (float) first;
    takeMean = (float) (1 - first);
    keepSquare = (float) second;
    takeSquare = (float) (1 - second);
    rate = (float) (learningRate / (1 - Math.pow(first, step)));
    scale = (float) (1 / Math.sqrt(1 - Math.pow(second, step)));
    this.eps = (float) eps;
  }

  /** Takes the step for one element. */
  void updateElement(
      float[] weights, float[] gradient, float[] mean, float[] square, int i, int shift) {
    float slope = gradient[i - shift] + decay * weights[i];
    float m = keepMean * mean[i] + takeMean * slope;
    float v = keepSquare * square[i] + takeSquare * (slope * slope);
    mean[i] = Math.abs(m) < NOTHING ? 0 : m;
    square[i] = v < NOTHING ? 0 : v;
    float root = (float) Math.sqrt(square[i]) * scale + eps;
    weights[i] = shrink * weights[i] - rate * mean[i] / root;
  }
}
