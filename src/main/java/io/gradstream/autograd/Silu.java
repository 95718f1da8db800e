package io.gradstream.autograd;

/** {@code y = x · σ(x)} with σ the sigmoid. */
final class Silu extends Unary {
  Silu(Node x) {
    super(x);
  }

  @Override
  void values(float[] x, float[] y, int n) {
    KERNELS.exp(-1, x, y, n);
    for (int i = 0; i < n; i++) {
      y[i] = x[i] / (1 + y[i]);
    }
  }

  /** {@code σ(x) · (1 + x · (1 - σ(x)))}. */
  @Override
  void slopes(float[] x, float[] y, float[] slopes, int n) {
    KERNELS.exp(-1, x, slopes, n);
    for (int i = 0; i < n; i++) {
      float sigmoid = 1 / (1 + slopes[i]);
      slopes[i] = sigmoid * (1 + x[i] * (1 - sigmoid));
    }
  }
}
