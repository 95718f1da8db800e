package io.gradstream.tensor;

import java.util.Arrays;

/** The kernels in plain Java. */
final class ScalarKernels implements Kernels {
  @Override
  public void matmul(Tensor a, Tensor b, Tensor c, boolean add) {
    int inner = a.columns();
    int columns = c.columns();
    clearUnless(add, c);
    for (int row = 0; row < a.rows(); row++) {
      for (int k = 0; k < inner; k++) {
        axpy(a.data()[row * inner + k], b.data(), k * columns, c.data(), row * columns, columns);
      }
    }
  }

  @Override
  public void matmulTransposedA(Tensor a, Tensor b, Tensor c, boolean add) {
    int rows = a.columns();
    int columns = c.columns();
    clearUnless(add, c);
    for (int k = 0; k < a.rows(); k++) {
      for (int row = 0; row < rows; row++) {
        axpy(a.data()[k * rows + row], b.data(), k * columns, c.data(), row * columns, columns);
      }
    }
  }

  @Override
  public void matmulTransposedB(Tensor a, Tensor b, Tensor c, boolean add) {
    int inner = a.columns();
    int columns = c.columns();
    clearUnless(add, c);
    for (int row = 0; row < a.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        c.data()[row * columns + column] +=
            dot(a.data(), row * inner, b.data(), column * inner, inner);
      }
    }
  }

  @Override
  public float dot(float[] a, int i, float[] b, int j, int n) {
    float even = 0;
    float odd = 0;
    int k = 0;
    for (; k + 1 < n; k += 2) {
      even += a[i + k] * b[j + k];
      odd += a[i + k + 1] * b[j + k + 1];
    }
    if (k < n) {
      even += a[i + k] * b[j + k];
    }
    return even + odd;
  }

  @Override
  public void axpy(float factor, float[] x, int i, float[] y, int j, int n) {
    for (int k = 0; k < n; k++) {
      y[j + k] += factor * x[i + k];
    }
  }

  private static void clearUnless(boolean add, Tensor c) {
    if (!add) {
      Arrays.fill(c.data(), 0, c.size(), 0);
    }
  }
}
