package io.gradstream.autograd;

/** {@code y = x} where x is positive, else {@code negativeSlope · x}. */
final class LeakyRelu extends Unary {
  private final float negativeSlope;

  LeakyRelu(Node x, double negativeSlope) {
    super(x);
    this.negativeSlope = (float) negativeSlope;
  }

  @Override
  void values(float[] x, float[] y, int n) {
    float below = negativeSlope;
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0) + below * Math.min(x[i], 0);
    }
  }

  @Override
  void slopes(float[] x, float[] y, float[] slopes, int n) {
    KERNELS.step(x, negativeSlope, slopes, n);
  }
}
