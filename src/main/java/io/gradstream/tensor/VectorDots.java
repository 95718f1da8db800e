package io.gradstream.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C = A · Bᵀ} as dot products: the lanes run along k, in tiles of two rows of A by four of
 * B.
 *
 * <p>The lanes of the sums are then folded into four neighbours of C at once: two vectors become
 * one that holds, pair by pair, a half of each, so that three such steps and two folds sum what
 * sixteen would. The order of those additions is fixed here.
 */
final class VectorDots {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAAAAAAL);
  private static final VectorMask<Float> UPPER = VectorMask.fromLong(SPECIES, 0xCCCCCCCCL);
  private static final VectorShuffle<Float> NEIGHBOUR = exchange(1);
  private static final VectorShuffle<Float> PAIR = exchange(2);
  private static final VectorShuffle<Float> QUAD = exchange(4);
  private static final VectorShuffle<Float> HALF = exchange(8);

  private VectorDots() {}

  /** The columns of C from {@code first} on. */
  static void of(Tensor a, Tensor b, Tensor c, int first, boolean add) {
    int rows = a.rows();
    int columns = c.columns();
    int inner = a.columns();
    int column = first;
    for (; inner >= LANES && column + 4 <= columns; column += 4) {
      for (int row = 0; row < rows; row++) {
        oneByFour(a, row, b, column, c, add);
      }
    }
    for (; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        float product = dot(a.data(), row * inner, b.data(), column * inner, inner);
        int to = row * columns + column;
        c.data()[to] = add ? c.data()[to] + product : product;
      }
    }
  }

  private static void oneByFour(
      Tensor left, int row, Tensor right, int column, Tensor c, boolean add) {
    float[] a = left.data();
    float[] b = right.data();
    int n = left.columns();
    int i0 = row * n;
    int j0 = column * n;
    int j1 = j0 + n;
    int j2 = j1 + n;
    int j3 = j2 + n;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int k = 0;
    for (; k <= n - LANES; k += LANES) {
      FloatVector a0 = FloatVector.fromArray(SPECIES, a, i0 + k);
      s0 = a0.fma(FloatVector.fromArray(SPECIES, b, j0 + k), s0);
      s1 = a0.fma(FloatVector.fromArray(SPECIES, b, j1 + k), s1);
      s2 = a0.fma(FloatVector.fromArray(SPECIES, b, j2 + k), s2);
      s3 = a0.fma(FloatVector.fromArray(SPECIES, b, j3 + k), s3);
    }
    int to = row * c.columns() + column;
    store(s0, s1, s2, s3, c.data(), to, add);
    if (k < n) {
      tail(a, i0, b, j0, k, n, c.data(), to);
    }
  }

  /** Adds to four neighbours of C what is left of the dot products from k on. */
  private static void tail(float[] a, int i, float[] b, int j, int from, int n, float[] c, int to) {
    float s0 = c[to];
    float s1 = c[to + 1];
    float s2 = c[to + 2];
    float s3 = c[to + 3];
    for (int k = from; k < n; k++) {
      s0 = Math.fma(a[i + k], b[j + k], s0);
      s1 = Math.fma(a[i + k], b[j + n + k], s1);
      s2 = Math.fma(a[i + k], b[j + 2 * n + k], s2);
      s3 = Math.fma(a[i + k], b[j + 3 * n + k], s3);
    }
    c[to] = s0;
    c[to + 1] = s1;
    c[to + 2] = s2;
    c[to + 3] = s3;
  }

  /** The sums of the lanes of four vectors, into four neighbours of C. */
  private static void store(
      FloatVector s0,
      FloatVector s1,
      FloatVector s2,
      FloatVector s3,
      float[] c,
      int to,
      boolean add) {
    FloatVector low = merge(s0, s1, ODD, NEIGHBOUR);
    FloatVector high = merge(s2, s3, ODD, NEIGHBOUR);
    FloatVector sums = merge(low, high, UPPER, PAIR);
    if (LANES >= 16) {
      sums = sums.add(sums.rearrange(HALF));
    }
    if (LANES >= 8) {
      sums = sums.add(sums.rearrange(QUAD));
    }
    c[to] = add ? c[to] + sums.lane(0) : sums.lane(0);
    c[to + 1] = add ? c[to + 1] + sums.lane(1) : sums.lane(1);
    c[to + 2] = add ? c[to + 2] + sums.lane(2) : sums.lane(2);
    c[to + 3] = add ? c[to + 3] + sums.lane(3) : sums.lane(3);
  }

  /** Lanes of {@code x} and, where {@code ofY}, of {@code y}, each plus its partner's. */
  private static FloatVector merge(
      FloatVector x, FloatVector y, VectorMask<Float> ofY, VectorShuffle<Float> partner) {
    return x.blend(y, ofY).add(y.blend(x, ofY).rearrange(partner));
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
      total = sum(sum);
    }
    for (; k < n; k++) {
      total = Math.fma(a[i + k], b[j + k], total);
    }
    return total;
  }

  private static float sum(FloatVector lanes) {
    FloatVector folded = lanes;
    if (LANES >= 16) {
      folded = folded.add(folded.rearrange(HALF));
    }
    if (LANES >= 8) {
      folded = folded.add(folded.rearrange(QUAD));
    }
    folded = folded.add(folded.rearrange(PAIR));
    return folded.add(folded.rearrange(NEIGHBOUR)).lane(0);
  }

  /** Lanes exchanged with those at this distance, a power of two. */
  private static VectorShuffle<Float> exchange(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % LANES);
  }
}
