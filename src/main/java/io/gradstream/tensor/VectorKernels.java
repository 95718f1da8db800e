package io.gradstream.tensor;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The kernels on the Vector API.
 *
 * <p>Loaded only where the module is there: none but this class and those of this package that it
 * stands on name the module's types. Sums over lanes are folded in an order of our own, because
 * {@code reduceLanes(ADD)} leaves the order open and gives other bits interpreted than compiled,
 * and functions like {@code lanewise(EXP)} are not used, which round otherwise in a compiler's
 * library than in Java's. In products and {@code axpy} multiplications fuse with additions ({@code
 * fma}), which rounds once by definition, in the tails too.
 */
final class VectorKernels implements Kernels {
  /**
   * Whether the lanes are real. A machine of narrower vectors than these has no fused multiply-add,
   * and without it Java computes one in software.
   */
  static boolean worthwhile() {
    int lanes = FloatVector.SPECIES_PREFERRED.length();
    return lanes >= 8 || (lanes == 4 && "aarch64".equals(System.getProperty("os.arch")));
  }

  /** Whole tiles over panels: with fewer rows products go other ways, which sum in other orders. */
  @Override
  public int wholeRows(int rows) {
    int tile = VectorProduct.TILE_ROWS;
    return Math.max(VectorProduct.PANEL_ROWS, (rows + tile - 1) / tile * tile);
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor c, boolean add) {
    VectorProduct.straight(a, b, c, add);
  }

  @Override
  public void matmulTransposedA(Tensor a, Tensor b, Tensor c, boolean add) {
    if (a.rows() == 1) {
      VectorElements.outer(a, b, c, add);
    } else if (!VectorRows.weightedSum(a, b, c, add)) {
      VectorProduct.transposedA(a, b, c, add);
    }
  }

  @Override
  public void matmulTransposedB(Tensor a, Tensor b, Tensor c, boolean add) {
    VectorDots.of(a, b, c, VectorProduct.transposedB(a, b, c, add), add);
  }

  @Override
  public void linear(Tensor x, Tensor w, float @Nullable [] bias, boolean rectified, Tensor y) {
    if (y.size() == 1) {
      float sum = VectorDots.dot(x.data(), 0, w.data(), 0, x.columns());
      sum = bias == null ? sum : bias[0] + sum;
      y.data()[0] = rectified && sum < 0 ? 0 : sum;
    } else if (!VectorProduct.linear(x, w, bias, rectified, y)) {
      Kernels.super.linear(x, w, bias, rectified, y);
    }
  }

  @Override
  public float dot(float[] a, int i, float[] b, int j, int n) {
    return VectorDots.dot(a, i, b, j, n);
  }

  @Override
  public void axpy(float factor, float[] x, int i, float[] y, int j, int n) {
    VectorElements.axpy(factor, x, i, y, j, n);
  }

  @Override
  public void sumRows(Tensor x, float[] sum, boolean add) {
    if (x.columns() == 1) {
      Kernels.super.sumRows(x, sum, add);
    } else {
      VectorRows.sum(x, sum, add);
    }
  }

  @Override
  public void exp(float factor, float[] x, float[] y, int n) {
    VectorExp.exp(factor, x, y, n, 0);
  }

  @Override
  public void expm1(float factor, float[] x, float[] y, int n) {
    VectorExp.exp(factor, x, y, n, 1);
  }

  @Override
  public void step(float[] x, float below, float[] y, int n) {
    VectorElements.step(x, below, y, n);
  }

  @Override
  public void relu(float[] x, float[] y, int n) {
    VectorElements.relu(x, 0, y, 0, n);
  }

  @Override
  public void reluSlope(float[] y, float[] dy, float[] dx, int n, boolean add) {
    VectorElements.reluSlope(y, dy, dx, n, add);
  }

  @Override
  public void descend(float[] weights, OuterProduct gradient, float rate, float decay) {
    VectorElements.descend(weights, gradient.left(), gradient.right(), rate, decay);
  }

  @Override
  public void adam(
      float[] weights,
      float[] gradient,
      float[] mean,
      float[] square,
      AdamStep step,
      int from,
      int to,
      int shift) {
    VectorElements.adam(weights, gradient, mean, square, step, from, to, shift);
  }
}
