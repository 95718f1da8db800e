package io.gradstream.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API.
 *
 * <p>Loaded only where the module is there: nothing else in the house names its types. Sums over
 * lanes are folded by halves, in an order of our own, because {@code reduceLanes(ADD)} leaves the
 * order open and gives other bits interpreted than compiled. Multiplications fuse with additions
 * ({@code fma}), which rounds once by definition, in the tails too, so an element's value does not
 * depend on whether a vector or the tail made it.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> FOLD_8 = fold(8);
  private static final VectorShuffle<Float> FOLD_4 = fold(4);
  private static final VectorShuffle<Float> FOLD_2 = fold(2);
  private static final VectorShuffle<Float> FOLD_1 = fold(1);

  /**
   * Whether the lanes are real. A machine of narrower vectors than these has no fused multiply-add,
   * and without it Java computes one in software.
   */
  static boolean worthwhile() {
    return LANES >= 8 || (LANES == 4 && "aarch64".equals(System.getProperty("os.arch")));
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor c, boolean add) {
    product(a.data(), a.columns(), 1, b, c, add, a.columns());
  }

  @Override
  public void matmulTransposedA(Tensor a, Tensor b, Tensor c, boolean add) {
    product(a.data(), 1, a.columns(), b, c, add, a.rows());
  }

  /** {@code c = A · b} where {@code A[i, k]} is {@code a[i * rowStride + k * stride]}. */
  private static void product(
      float[] a, int rowStride, int stride, Tensor b, Tensor c, boolean add, int inner) {
    int n = c.columns();
    int rows = c.rows();
    int whole = n - n % LANES;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      for (int column = 0; column < whole; column += LANES) {
        fourRows(a, row, rowStride, stride, b.data(), c.data(), column, n, add, inner);
      }
    }
    for (; row < rows; row++) {
      for (int column = 0; column < whole; column += LANES) {
        oneRow(a, row * rowStride, stride, b.data(), c.data(), row * n, column, n, add, inner);
      }
    }
    if (whole < n) {
      lastColumns(a, rowStride, stride, b.data(), c, whole, add, inner);
    }
  }

  private static void fourRows(
      float[] a,
      int row,
      int rowStride,
      int stride,
      float[] b,
      float[] c,
      int column,
      int n,
      boolean add,
      int inner) {
    int to = row * n + column;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector sum0 = add ? FloatVector.fromArray(SPECIES, c, to) : zero;
    FloatVector sum1 = add ? FloatVector.fromArray(SPECIES, c, to + n) : zero;
    FloatVector sum2 = add ? FloatVector.fromArray(SPECIES, c, to + 2 * n) : zero;
    FloatVector sum3 = add ? FloatVector.fromArray(SPECIES, c, to + 3 * n) : zero;
    for (int k = 0, at = row * rowStride; k < inner; k++, at += stride) {
      FloatVector right = FloatVector.fromArray(SPECIES, b, k * n + column);
      sum0 = right.fma(FloatVector.broadcast(SPECIES, a[at]), sum0);
      sum1 = right.fma(FloatVector.broadcast(SPECIES, a[at + rowStride]), sum1);
      sum2 = right.fma(FloatVector.broadcast(SPECIES, a[at + 2 * rowStride]), sum2);
      sum3 = right.fma(FloatVector.broadcast(SPECIES, a[at + 3 * rowStride]), sum3);
    }
    sum0.intoArray(c, to);
    sum1.intoArray(c, to + n);
    sum2.intoArray(c, to + 2 * n);
    sum3.intoArray(c, to + 3 * n);
  }

  private static void oneRow(
      float[] a,
      int from,
      int stride,
      float[] b,
      float[] c,
      int to,
      int column,
      int n,
      boolean add,
      int inner) {
    FloatVector sum =
        add ? FloatVector.fromArray(SPECIES, c, to + column) : FloatVector.zero(SPECIES);
    for (int k = 0, at = from; k < inner; k++, at += stride) {
      FloatVector right = FloatVector.fromArray(SPECIES, b, k * n + column);
      sum = right.fma(FloatVector.broadcast(SPECIES, a[at]), sum);
    }
    sum.intoArray(c, to + column);
  }

  private static void lastColumns(
      float[] a,
      int rowStride,
      int stride,
      float[] b,
      Tensor c,
      int first,
      boolean add,
      int inner) {
    int n = c.columns();
    for (int row = 0; row < c.rows(); row++) {
      for (int column = first; column < n; column++) {
        float sum = add ? c.data()[row * n + column] : 0;
        for (int k = 0; k < inner; k++) {
          sum = Math.fma(b[k * n + column], a[row * rowStride + k * stride], sum);
        }
        c.data()[row * n + column] = sum;
      }
    }
  }

  @Override
  public void matmulTransposedB(Tensor a, Tensor b, Tensor c, boolean add) {
    int inner = a.columns();
    int columns = c.columns();
    float[] out = c.data();
    for (int row = 0; row < a.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        float product = dot(a.data(), row * inner, b.data(), column * inner, inner);
        int at = row * columns + column;
        out[at] = add ? out[at] + product : product;
      }
    }
  }

  @Override
  public float dot(float[] a, int i, float[] b, int j, int n) {
    int k = 0;
    float total = 0;
    if (n >= LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (; k <= n - LANES; k += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, i + k);
        sum = left.fma(FloatVector.fromArray(SPECIES, b, j + k), sum);
      }
      total = sum(sum);
    }
    for (; k < n; k++) {
      total = Math.fma(a[i + k], b[j + k], total);
    }
    return total;
  }

  @Override
  public void axpy(float factor, float[] x, int i, float[] y, int j, int n) {
    int k = 0;
    for (; k <= n - LANES; k += LANES) {
      FloatVector step = FloatVector.fromArray(SPECIES, x, i + k);
      step.fma(FloatVector.broadcast(SPECIES, factor), FloatVector.fromArray(SPECIES, y, j + k))
          .intoArray(y, j + k);
    }
    for (; k < n; k++) {
      y[j + k] = Math.fma(x[i + k], factor, y[j + k]);
    }
  }

  private static float sum(FloatVector lanes) {
    FloatVector folded = lanes;
    if (LANES >= 16) {
      folded = folded.add(folded.rearrange(FOLD_8));
    }
    if (LANES >= 8) {
      folded = folded.add(folded.rearrange(FOLD_4));
    }
    folded = folded.add(folded.rearrange(FOLD_2));
    return folded.add(folded.rearrange(FOLD_1)).lane(0);
  }

  private static VectorShuffle<Float> fold(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + distance) % LANES);
  }
}
