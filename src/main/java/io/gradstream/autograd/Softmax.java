package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;

/** {@code y = e^x / Σ e^x} within each row, shifted by the row's maximum to stay finite. */
final class Softmax extends Op {
  private static final Kernels KERNELS = Kernels.best();
  private final Node x;

  Softmax(Node x) {
    super(x.capacity(), x);
    this.x = x;
  }

  @Override
  void forward() {
    float[] from = x.value().data();
    float[] to = outputLike(x).data();
    int columns = x.value().columns();
    for (int at = 0; at < x.value().size(); at += columns) {
      double normalizer = KERNELS.logSumExp(from, at, columns);
      for (int i = at; i < at + columns; i++) {
        to[i] = (float) Math.exp(from[i] - normalizer);
      }
    }
  }

  /** {@code ∂x = y · (∂y - Σ ∂y · y)}, within each row. */
  @Override
  void backward() {
    float[] y = output().value().data();
    float[] dy = slope();
    float[] dx = x.gradientToAddTo();
    int columns = x.value().columns();
    for (int at = 0; at < x.value().size(); at += columns) {
      float mean = KERNELS.dot(y, at, dy, at, columns);
      for (int i = at; i < at + columns; i++) {
        dx[i] += y[i] * (dy[i] - mean);
      }
    }
  }
}
