package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;

/** {@code y = x - log Σ e^x} within each row, shifted by the row's maximum to stay finite. */
final class LogSoftmax extends Op {
  private static final Kernels KERNELS = Kernels.best();
  private final Node x;

  LogSoftmax(Node x) {
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
        to[i] = (float) (from[i] - normalizer);
      }
    }
  }

  /** {@code ∂x = ∂y - e^y · Σ ∂y}, within each row. */
  @Override
  void backward() {
    float[] y = output().value().data();
    float[] dy = slope();
    float[] dx = x.gradientToAddTo();
    int columns = x.value().columns();
    for (int at = 0; at < x.value().size(); at += columns) {
      double total = 0;
      for (int i = at; i < at + columns; i++) {
        total += dy[i];
      }
      for (int i = at; i < at + columns; i++) {
        dx[i] += (float) (dy[i] - Math.exp(y[i]) * total);
      }
    }
  }
}
