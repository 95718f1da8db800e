package io.gradstream.autograd;

/** {@code y = 1 / (1 + e^-x)}. */
final class Sigmoid extends Unary {
  Sigmoid(Node x) {
    super(x);
  }

  @Override
  void values(float[] x, float[] y, int n) {
    KERNELS.exp(-1, x, y, n);
    for (int i = 0; i < n; i++) {
      y[i] = 1 / (1 + y[i]);
    }
  }

  @Override
  void slopes(float[] x, float[] y, float[] slopes, int n) {
    for (int i = 0; i < n; i++) {
      slopes[i] = y[i] * (1 - y[i]);
    }
  }
}
