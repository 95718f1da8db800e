package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;

/** {@code y = a · b}. */
final class MatMul extends Op {
  private static final Kernels KERNELS = Kernels.best();
  private final Node a;
  private final Node b;

  MatMul(Node a, Node b) {
    super(shape(a.capacity(), b.capacity()), a, b);
    this.a = a;
    this.b = b;
  }

  @Override
  void forward() {
    if (b.value().rows() != a.value().columns()) {
      throw mismatch(a.value().shape(), b.value().shape());
    }
    KERNELS.matmul(a.value(), b.value(), outputLike(a), false);
  }

  /** {@code ∂a = ∂y · bᵀ, ∂b = aᵀ · ∂y}. */
  @Override
  void backward() {
    Tensor slope = output().gradientBuffer();
    if (a.requiresGradient()) {
      KERNELS.matmulTransposedB(slope, b.value(), a.gradientBuffer(), a.holdGradient());
    }
    if (b.requiresGradient()) {
      KERNELS.matmulTransposedA(a.value(), slope, b.gradientBuffer(), b.holdGradient());
    }
  }

  private static Shape shape(Shape a, Shape b) {
    if (a.rank() != 2 || b.rank() != 2 || a.extent(1) != b.extent(0)) {
      throw mismatch(a, b);
    }
    return Shape.of(a.extent(0), b.extent(1));
  }

  private static IllegalArgumentException mismatch(Shape a, Shape b) {
    return new IllegalArgumentException("matmul needs [m, k] x [k, n]: " + a + " x " + b);
  }
}
