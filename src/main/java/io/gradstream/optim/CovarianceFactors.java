package io.gradstream.optim;

import io.gradstream.tensor.Tensor;

/**
 * Symmetric matrices {@code P = U · D · Uᵀ} that are inverses of what is added up, each kept as its
 * factors: U upper triangular with a diagonal of ones, D diagonal and not negative. So P stays one
 * that can be, in float32 too, however many rows come (Bierman, Factorization Methods for Discrete
 * Sequential Estimation, 1977, chapter V).
 *
 * <p>The factors of a matrix of size n are a row of n(n + 1)/2 numbers: column by column, D where
 * U's ones would be.
 */
final class CovarianceFactors {
  private final float[] packed;
  private final int length;
  private final int size;
  private final double[] gain;
  private final double[] weighted;

  /** Matrices over {@code packed [matrices, size · (size + 1) / 2]}, shared. */
  CovarianceFactors(Tensor packed, int size) {
    this.packed = packed.data();
    this.length = packed.columns();
    this.size = size;
    this.gain = new double[size];
    this.weighted = new double[size];
  }

  /** How many numbers the factors of a matrix of this size are. */
  static long length(long size) {
    return size * (size + 1) / 2;
  }

  private int column(int matrix, int j) {
    return matrix * length + j * (j + 1) / 2;
  }

  /** Sets the factor D of an element. */
  void variance(int matrix, int j, float variance) {
    packed[column(matrix, j) + j] = variance;
  }

  /** Multiplies P, its factors D as far as {@code most}. */
  void grow(int matrix, double factor, float[] most) {
    for (int j = 0; factor != 1 && j < size; j++) {
      int diagonal = column(matrix, j) + j;
      packed[diagonal] = Math.min(most[j], (float) (packed[diagonal] * factor));
    }
  }

  /** Becomes {@code (P⁻¹ + curvature · x · xᵀ)⁻¹}; O(size²). */
  void add(int matrix, double[] x, double curvature) {
    double alpha = 1;
    for (int j = 0; j < size; j++) {
      int column = column(matrix, j);
      double f = x[j];
      for (int i = 0; i < j; i++) {
        f += packed[column + i] * x[i];
      }
      double v = packed[column + j] * f;
      double before = alpha;
      alpha += curvature * f * v;
      gain[j] = v;
      if (v != 0) {
        double share = curvature * f / before;
        for (int i = 0; i < j; i++) {
          float u = packed[column + i];
          packed[column + i] = (float) (u - gain[i] * share);
          gain[i] += v * u;
        }
        packed[column + j] *= (float) (before / alpha);
      }
    }
  }

  /** Writes {@code P · x}; O(size²). */
  void multiply(int matrix, double[] x, double[] into) {
    for (int j = 0; j < size; j++) {
      int column = column(matrix, j);
      double sum = x[j];
      for (int i = 0; i < j; i++) {
        sum += packed[column + i] * x[i];
      }
      weighted[j] = packed[column + j] * sum;
    }
    for (int i = 0; i < size; i++) {
      into[i] = 0;
    }
    for (int j = 0; j < size; j++) {
      int column = column(matrix, j);
      into[j] += weighted[j];
      for (int i = 0; i < j; i++) {
        into[i] += packed[column + i] * weighted[j];
      }
    }
  }
}
