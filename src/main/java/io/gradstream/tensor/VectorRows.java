package io.gradstream.tensor;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of a matrix's rows, plain or weighted: the lanes run along the columns.
 *
 * <p>Of a plain sum columns go four vectors at a time, so that no addition waits for the one
 * before; each is a chain over the rows in order. A weighted sum is only of rows shorter than a
 * vector: they go four at a time, in as many chains, which are added up, and the last rows behind.
 */
final class VectorRows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[LANES]);

  private VectorRows() {}

  /** {@code sum = Σ x[row]}, or with {@code add} that on top of what sum holds. */
  static void sum(Tensor x, float[] sum, boolean add) {
    int n = x.columns();
    float[] from = x.data();
    if (!add) {
      Arrays.fill(sum, 0, n, 0);
    }
    int column = 0;
    for (; column <= n - 4 * LANES; column += 4 * LANES) {
      sumFour(x, column, sum);
    }
    for (; column <= n - LANES; column += LANES) {
      FloatVector total = FloatVector.fromArray(SPECIES, sum, column);
      for (int at = column; at < x.size(); at += n) {
        total = total.add(FloatVector.fromArray(SPECIES, from, at));
      }
      total.intoArray(sum, column);
    }
    for (int row = 0; column < n && row < x.rows(); row++) {
      for (int i = column; i < n; i++) {
        sum[i] += from[row * n + i];
      }
    }
  }

  private static void sumFour(Tensor x, int column, float[] sum) {
    int n = x.columns();
    float[] from = x.data();
    int end = x.size();
    FloatVector s0 = FloatVector.fromArray(SPECIES, sum, column);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sum, column + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sum, column + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sum, column + 3 * LANES);
    for (int at = column; at < end; at += n) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, from, at));
      s1 = s1.add(FloatVector.fromArray(SPECIES, from, at + LANES));
      s2 = s2.add(FloatVector.fromArray(SPECIES, from, at + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(SPECIES, from, at + 3 * LANES));
    }
    s0.intoArray(sum, column);
    s1.intoArray(sum, column + LANES);
    s2.intoArray(sum, column + 2 * LANES);
    s3.intoArray(sum, column + 3 * LANES);
  }

  /**
   * {@code C = aᵀ · B} for one column a and rows of B that are shorter than a vector; says whether
   * they are that.
   */
  static boolean weightedSum(Tensor a, Tensor b, Tensor c, boolean add) {
    int n = b.columns();
    if (a.columns() != 1 || n >= LANES) {
      return false;
    }
    float[] sum = SUMS.get();
    int done = fours(a.data(), b, sum);
    for (int row = done; row < b.rows(); row++) {
      for (int i = 0; i < n; i++) {
        sum[i] = Math.fma(a.data()[row], b.data()[row * n + i], sum[i]);
      }
    }
    for (int i = 0; i < n; i++) {
      c.data()[i] = add ? c.data()[i] + sum[i] : sum[i];
    }
    return true;
  }

  /* Rows in fours, as many as have a vector's worth behind their start; what a vector has of the
   * next row falls into lanes that nobody reads. */
  private static int fours(float[] weights, Tensor x, float[] sum) {
    int n = x.columns();
    float[] from = x.data();
    int readable = from.length < LANES ? 0 : (from.length - LANES) / n + 1;
    int rows = Math.min(x.rows(), readable) & -4;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int row = 0, at = 0; row < rows; row += 4, at += 4 * n) {
      FloatVector w0 = FloatVector.broadcast(SPECIES, weights[row]);
      s0 = w0.fma(FloatVector.fromArray(SPECIES, from, at), s0);
      FloatVector w1 = FloatVector.broadcast(SPECIES, weights[row + 1]);
      s1 = w1.fma(FloatVector.fromArray(SPECIES, from, at + n), s1);
      FloatVector w2 = FloatVector.broadcast(SPECIES, weights[row + 2]);
      s2 = w2.fma(FloatVector.fromArray(SPECIES, from, at + 2 * n), s2);
      FloatVector w3 = FloatVector.broadcast(SPECIES, weights[row + 3]);
      s3 = w3.fma(FloatVector.fromArray(SPECIES, from, at + 3 * n), s3);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(sum, 0);
    return rows;
  }
}
