package io.gradstream.tensor;

/** The matrix {@code aᵀ · b} of two rows, not multiplied out: {@code [m, n]} in m + n numbers. */
public final class OuterProduct {
  private static final Kernels KERNELS = Kernels.best();
  private final Tensor left;
  private final Tensor right;

  /** A product of zeros, {@code [m, n]}. */
  public OuterProduct(int m, int n) {
    this.left = Tensor.zeros(1, m);
    this.right = Tensor.zeros(1, n);
  }

  /** Becomes the product of the first rows of {@code a [1, m]} and {@code b [1, n]}, copied. */
  public void set(Tensor a, Tensor b) {
    copy(a.data(), left.data());
    copy(b.data(), right.data());
  }

  /** The factors of the rows. */
  float[] left() {
    return left.data();
  }

  /** The row that each is a multiple of. */
  float[] right() {
    return right.data();
  }

  /** Overwrites {@code matrix [m, n]} with the product. */
  public void multiplyOut(Tensor matrix) {
    KERNELS.matmulTransposedA(left, right, matrix, false);
  }

  /** The sum of the squares of all its elements, in float32: infinite or NaN where it overflows. */
  public float squares() {
    return KERNELS.squares(left.data(), left.size()) * KERNELS.squares(right.data(), right.size());
  }

  private static void copy(float[] from, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
  }
}
