package io.gradstream.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C = A · Bᵀ} as dot products: the lanes run along k, in tiles of four rows of A by four of
 * B.
 *
 * <p>The lanes of the sums are then folded into four elements of C at once: two vectors become one
 * that holds, pair by pair, a half of each, so that three such steps and a fold sum what four folds
 * of three steps would. The order of those additions is fixed here. The sums pass through memory
 * from the tile to the fold: a vector handed to a method that is not inlined would be boxed.
 */
final class VectorDots {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAAL);
  private static final VectorMask<Float> UPPER = VectorMask.fromLong(SPECIES, 0xCCCCL);
  private static final VectorShuffle<Float> NEIGHBOUR = exchange(1);
  private static final VectorShuffle<Float> PAIR = exchange(2);
  private static final VectorShuffle<Float> QUAD = exchange(4);
  private static final VectorShuffle<Float> HALF = exchange(8);
  /* By how many of the first lanes they let through. */
  private static final List<VectorMask<Float>> FIRST =
      IntStream.rangeClosed(0, LANES).mapToObj(n -> SPECIES.indexInRange(0, n)).toList();
  private static final ThreadLocal<float[]> SUMS =
      ThreadLocal.withInitial(() -> new float[16 * LANES]);

  private VectorDots() {}

  /** The columns of C from {@code first} on. */
  static void of(Tensor a, Tensor b, Tensor c, int first, boolean add) {
    int columns = c.columns();
    int tiled = first;
    if (first < columns && a.columns() >= LANES && (columns >= 4 || a.rows() >= 4)) {
      float[] sums = SUMS.get();
      for (; tiled + 4 <= columns; tiled += 4) {
        fourColumns(a, b, tiled, c, add, sums);
      }
      for (; a.rows() >= 4 && tiled < columns; tiled++) {
        oneColumn(a, b, tiled, c, add, sums);
      }
    }
    for (int column = tiled; column < columns; column++) {
      int done = shortRows(a, b, column, c, add);
      someRows(a, done, b, column, c, add);
    }
  }

  private static void fourColumns(
      Tensor a, Tensor b, int column, Tensor c, boolean add, float[] sums) {
    int n = a.columns();
    int columns = c.columns();
    int row = 0;
    for (; row + 4 <= a.rows(); row += 4) {
      fourByFour(a.data(), row * n, b.data(), column * n, n, sums);
      for (int i = 0; i < 4; i++) {
        int to = (row + i) * columns + column;
        fold(sums, 4 * LANES * i, c.data(), to, 1, add);
        tail(a.data(), (row + i) * n, b.data(), column * n, n, c.data(), to, 1);
      }
    }
    for (; row < a.rows(); row++) {
      int to = row * columns + column;
      oneByFour(a.data(), row * n, b.data(), column * n, n, sums);
      fold(sums, 0, c.data(), to, 1, add);
      tail(a.data(), row * n, b.data(), column * n, n, c.data(), to, 1);
    }
  }

  /** One column of C, four of its elements at a time, with the parts of A and B exchanged. */
  private static void oneColumn(
      Tensor a, Tensor b, int column, Tensor c, boolean add, float[] sums) {
    int n = a.columns();
    int columns = c.columns();
    int row = 0;
    for (; row + 4 <= a.rows(); row += 4) {
      int to = row * columns + column;
      oneByFour(b.data(), column * n, a.data(), row * n, n, sums);
      fold(sums, 0, c.data(), to, columns, add);
      tail(b.data(), column * n, a.data(), row * n, n, c.data(), to, columns);
    }
    someRows(a, row, b, column, c, add);
  }

  /**
   * Rows of A that are shorter than a vector, in fours: what a vector has of the next row is masked
   * out. Says how many were done; the last ones have no next row.
   */
  private static int shortRows(Tensor a, Tensor b, int column, Tensor c, boolean add) {
    int n = a.columns();
    if (a.rows() < 4 || n < 4 || n >= LANES) {
      return 0;
    }
    int rows = Math.min(a.rows(), (a.data().length - LANES) / n + 1);
    float[] sums = SUMS.get();
    Arrays.fill(sums, 0, LANES, 0);
    System.arraycopy(b.data(), column * n, sums, 0, n);
    VectorMask<Float> own = FIRST.get(n);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector right = FloatVector.fromArray(SPECIES, sums, 0);
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int at = row * n;
      FloatVector a0 = FloatVector.fromArray(SPECIES, a.data(), at);
      FloatVector a1 = FloatVector.fromArray(SPECIES, a.data(), at + n);
      FloatVector a2 = FloatVector.fromArray(SPECIES, a.data(), at + 2 * n);
      FloatVector a3 = FloatVector.fromArray(SPECIES, a.data(), at + 3 * n);
      zero.blend(a0, own).mul(right).intoArray(sums, 0);
      zero.blend(a1, own).mul(right).intoArray(sums, LANES);
      zero.blend(a2, own).mul(right).intoArray(sums, 2 * LANES);
      zero.blend(a3, own).mul(right).intoArray(sums, 3 * LANES);
      fold(sums, 0, c.data(), row * c.columns() + column, c.columns(), add);
    }
    return row;
  }

  private static void someRows(Tensor a, int first, Tensor b, int column, Tensor c, boolean add) {
    int n = a.columns();
    for (int row = first; row < a.rows(); row++) {
      float product = dot(a.data(), row * n, b.data(), column * n, n);
      int to = row * c.columns() + column;
      c.data()[to] = add ? c.data()[to] + product : product;
    }
  }

  /* Long, because its sixteen sums are to stay in registers. */
  private static void fourByFour(float[] a, int i0, float[] b, int j0, int n, float[] sums) {
    int i1 = i0 + n;
    int i2 = i1 + n;
    int i3 = i2 + n;
    int j1 = j0 + n;
    int j2 = j1 + n;
    int j3 = j2 + n;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s03 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s12 = s00;
    FloatVector s13 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s22 = s00;
    FloatVector s23 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s32 = s00;
    FloatVector s33 = s00;
    for (int k = 0; k <= n - LANES; k += LANES) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, j0 + k);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, j1 + k);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, j2 + k);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, j3 + k);
      FloatVector a0 = FloatVector.fromArray(SPECIES, a, i0 + k);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      s02 = a0.fma(b2, s02);
      s03 = a0.fma(b3, s03);
      FloatVector a1 = FloatVector.fromArray(SPECIES, a, i1 + k);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      s12 = a1.fma(b2, s12);
      s13 = a1.fma(b3, s13);
      FloatVector a2 = FloatVector.fromArray(SPECIES, a, i2 + k);
      s20 = a2.fma(b0, s20);
      s21 = a2.fma(b1, s21);
      s22 = a2.fma(b2, s22);
      s23 = a2.fma(b3, s23);
      FloatVector a3 = FloatVector.fromArray(SPECIES, a, i3 + k);
      s30 = a3.fma(b0, s30);
      s31 = a3.fma(b1, s31);
      s32 = a3.fma(b2, s32);
      s33 = a3.fma(b3, s33);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, LANES);
    s02.intoArray(sums, 2 * LANES);
    s03.intoArray(sums, 3 * LANES);
    s10.intoArray(sums, 4 * LANES);
    s11.intoArray(sums, 5 * LANES);
    s12.intoArray(sums, 6 * LANES);
    s13.intoArray(sums, 7 * LANES);
    s20.intoArray(sums, 8 * LANES);
    s21.intoArray(sums, 9 * LANES);
    s22.intoArray(sums, 10 * LANES);
    s23.intoArray(sums, 11 * LANES);
    s30.intoArray(sums, 12 * LANES);
    s31.intoArray(sums, 13 * LANES);
    s32.intoArray(sums, 14 * LANES);
    s33.intoArray(sums, 15 * LANES);
  }

  private static void oneByFour(float[] a, int i, float[] b, int j0, int n, float[] sums) {
    int j1 = j0 + n;
    int j2 = j1 + n;
    int j3 = j2 + n;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k <= n - LANES; k += LANES) {
      FloatVector a0 = FloatVector.fromArray(SPECIES, a, i + k);
      s0 = a0.fma(FloatVector.fromArray(SPECIES, b, j0 + k), s0);
      s1 = a0.fma(FloatVector.fromArray(SPECIES, b, j1 + k), s1);
      s2 = a0.fma(FloatVector.fromArray(SPECIES, b, j2 + k), s2);
      s3 = a0.fma(FloatVector.fromArray(SPECIES, b, j3 + k), s3);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LANES);
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
  }

  /** The sums of the lanes of four vectors, into four elements of C that are {@code step} apart. */
  private static void fold(float[] sums, int at, float[] c, int to, int step, boolean add) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector low = s0.blend(s1, ODD).add(s1.blend(s0, ODD).rearrange(NEIGHBOUR));
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
    FloatVector high = s2.blend(s3, ODD).add(s3.blend(s2, ODD).rearrange(NEIGHBOUR));
    FloatVector all = low.blend(high, UPPER).add(high.blend(low, UPPER).rearrange(PAIR));
    if (LANES >= 16) {
      all = all.add(all.rearrange(HALF));
    }
    if (LANES >= 8) {
      all = all.add(all.rearrange(QUAD));
    }
    all.intoArray(sums, at);
    c[to] = add ? c[to] + sums[at] : sums[at];
    c[to + step] = add ? c[to + step] + sums[at + 1] : sums[at + 1];
    c[to + 2 * step] = add ? c[to + 2 * step] + sums[at + 2] : sums[at + 2];
    c[to + 3 * step] = add ? c[to + 3 * step] + sums[at + 3] : sums[at + 3];
  }

  /** Adds to four elements of C what the lanes left of their dot products. */
  private static void tail(float[] a, int i, float[] b, int j, int n, float[] c, int to, int step) {
    for (int k = n - n % LANES; k < n; k++) {
      c[to] = Math.fma(a[i + k], b[j + k], c[to]);
      c[to + step] = Math.fma(a[i + k], b[j + n + k], c[to + step]);
      c[to + 2 * step] = Math.fma(a[i + k], b[j + 2 * n + k], c[to + 2 * step]);
      c[to + 3 * step] = Math.fma(a[i + k], b[j + 3 * n + k], c[to + 3 * step]);
    }
  }

  static float dot(float[] a, int i, float[] b, int j, int n) {
    int k = 0;
    float total = 0;
    if (n >= LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (; k <= n - LANES; k += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, i + k);
        sum = left.fma(FloatVector.fromArray(SPECIES, b, j + k), sum);
      }
      if (LANES >= 16) {
        sum = sum.add(sum.rearrange(HALF));
      }
      if (LANES >= 8) {
        sum = sum.add(sum.rearrange(QUAD));
      }
      sum = sum.add(sum.rearrange(PAIR));
      total = sum.add(sum.rearrange(NEIGHBOUR)).lane(0);
    }
    for (; k < n; k++) {
      total = Math.fma(a[i + k], b[j + k], total);
    }
    return total;
  }

  /** Lanes exchanged with those at this distance, a power of two. */
  private static VectorShuffle<Float> exchange(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % LANES);
  }
}
