package io.gradstream.autograd;

/** {@code y = tanh x = e / (e + 2)} for {@code e = e^2x - 1}. */
final class Tanh extends Unary {
  Tanh(Node x) {
    super(x);
  }

  @Override
  void values(float[] x, float[] y, int n) {
    KERNELS.expm1(2, x, y, n);
    for (int i = 0; i < n; i++) {
      y[i] = y[i] / (y[i] + 2);
    }
  }

  @Override
  void slopes(float[] x, float[] y, float[] slopes, int n) {
    for (int i = 0; i < n; i++) {
      slopes[i] = 1 - y[i] * y[i];
    }
  }
}
