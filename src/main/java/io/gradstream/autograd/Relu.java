package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;

/** {@code y = max(x, 0)}. */
final class Relu extends Op {
  private static final Kernels KERNELS = Kernels.best();
  private final Node x;

  Relu(Node x) {
    super(x.capacity(), x);
    this.x = x;
  }

  @Override
  void forward() {
    KERNELS.relu(x.value().data(), outputLike(x).data(), x.value().size());
  }

  /** {@code ∂x = ∂y} where y is positive, else 0. */
  @Override
  void backward() {
    float[] dx = x.gradientBuffer().data();
    float[] y = output().value().data();
    KERNELS.reluSlope(y, slope(), dx, x.value().size(), x.holdGradient());
  }
}
