package io.gradstream.autograd;

/** {@code y = log(1 + e^(beta·x)) / beta = (max(beta·x, 0) + log(1 + e^-|beta·x|)) / beta}. */
final class Softplus extends Unary {
  private final float beta;

  Softplus(Node x, double beta) {
    super(x);
    this.beta = (float) beta;
  }

  @Override
  void values(float[] x, float[] y, int n) {
    float scale = beta;
    for (int i = 0; i < n; i++) {
      y[i] = -Math.abs(scale * x[i]);
    }
    KERNELS.exp(1, y, y, n);
    for (int i = 0; i < n; i++) {
      y[i] = (Math.max(scale * x[i], 0) + log1p(y[i])) / scale;
    }
  }

  /** {@code σ(beta·x) = 1 - e^(-beta·y)}. */
  @Override
  void slopes(float[] x, float[] y, float[] slopes, int n) {
    KERNELS.expm1(-beta, y, slopes, n);
    for (int i = 0; i < n; i++) {
      slopes[i] = -slopes[i];
    }
  }

  /** {@code log(1 + t) = 2 · artanh(t / (2 + t))} by its series, for t from 0 to 1. */
  private static float log1p(float t) {
    float q = t / (2 + t);
    float w = q * q;
    float series = 1 / 11f + w * (1 / 13f);
    series = 1 / 7f + w * (1 / 9f + w * series);
    series = 1 / 3f + w * (1 / 5f + w * series);
    return 2 * q * (1 + w * series);
  }
}
