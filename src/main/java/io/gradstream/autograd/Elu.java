package io.gradstream.autograd;

/** {@code y = x} where x is positive, else {@code alpha · (e^x - 1)}. */
final class Elu extends Unary {
  private final float alpha;

  Elu(Node x, double alpha) {
    super(x);
    this.alpha = (float) alpha;
  }

  @Override
  void values(float[] x, float[] y, int n) {
    float scale = alpha;
    KERNELS.expm1(1, x, y, n);
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0) + scale * Math.min(y[i], 0);
    }
  }

  /** 1 where x is positive, else {@code y + alpha}. */
  @Override
  void slopes(float[] x, float[] y, float[] slopes, int n) {
    float scale = alpha;
    KERNELS.step(x, 0, slopes, n);
    for (int i = 0; i < n; i++) {
      slopes[i] += (1 - slopes[i]) * (y[i] + scale);
    }
  }
}
