package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise operation of one input, whose derivative is told from input and output.
 *
 * <p>Both are computed for a whole array at a time: exponentials by the kernels, what is around
 * them in loops of nothing but arithmetic, {@code min} and {@code max}, which compilers turn into
 * vectors; a branch would keep them from it. All in float32, as PyTorch does.
 */
abstract class Unary extends Op {
  static final Kernels KERNELS = Kernels.best();
  private final Node x;
  private float @Nullable [] slopes;

  Unary(Node x) {
    super(x.capacity(), x);
    this.x = x;
  }

  /** Computes the output for the first {@code n} elements. */
  abstract void values(float[] x, float[] y, int n);

  /**
   * Computes the derivative {@code ∂y/∂x} for the first {@code n} elements, into {@code slopes}.
   */
  abstract void slopes(float[] x, float[] y, float[] slopes, int n);

  @Override
  final void forward() {
    values(x.value().data(), outputLike(x).data(), x.value().size());
  }

  @Override
  final void backward() {
    float[] dy = slope();
    float[] dx = x.gradientBuffer().data();
    int n = x.value().size();
    if (x.holdGradient()) {
      float[] own = ownSlopes();
      slopes(x.value().data(), output().value().data(), own, n);
      for (int i = 0; i < n; i++) {
        dx[i] += dy[i] * own[i];
      }
    } else {
      slopes(x.value().data(), output().value().data(), dx, n);
      for (int i = 0; i < n; i++) {
        dx[i] *= dy[i];
      }
    }
  }

  private float[] ownSlopes() {
    if (slopes == null) {
      slopes = new float[x.capacity().size()];
    }
    return slopes;
  }
}
