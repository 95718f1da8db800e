package io.gradstream.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential function to two units in the last place, after Cody and Waite, "Software Manual
 * for the Elementary Functions", 1980: {@code e^x = 2^k · e^r} for the whole number k nearest to
 * {@code x / ln 2}.
 *
 * <p>Of {@code e^r} what is computed is its difference from 1, by Taylor's series: |r| is at most
 * {@code ln 2 / 2}, where seven terms suffice, and {@code 2^k · (e^r - 1) + (2^k - 1)} is exact
 * near 0 where {@code e^x - 1} would not be. Elements that fill no vector are computed as if they
 * did, so that it makes no difference to an element where it stands.
 */
final class VectorExp {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ThreadLocal<float[]> REST = ThreadLocal.withInitial(() -> new float[LANES]);

  private static final float LEAST = -87;
  private static final float MOST = 88;
  private static final float PER_LN_2 = (float) (1 / Math.log(2));

  /* ln 2 in two parts, of which the first has so few digits that its multiples are exact. */
  private static final float LN_2 = 0.693359375f;
  private static final float LN_2_REST = (float) (Math.log(2) - 0.693359375);

  /* Added to a number of few digits it leaves, in the last bits of the sum, the nearest whole one. */
  private static final float ROUNDING = 0x1.8p23f;
  private static final int MANTISSA_BITS = 23;
  private static final int ONE = Float.floatToIntBits(1);

  private VectorExp() {}

  /** {@code y = e^(factor · x) - less} for {@code less} 0 or 1. */
  static void exp(float factor, float[] x, float[] y, int n, float less) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      vector(factor, x, i, y, i, less);
    }
    if (i < n) {
      float[] rest = REST.get();
      System.arraycopy(x, i, rest, 0, n - i);
      vector(factor, rest, 0, rest, 0, less);
      System.arraycopy(rest, 0, y, i, n - i);
    }
  }

  private static void vector(float factor, float[] from, int i, float[] to, int j, float less) {
    FloatVector x = FloatVector.fromArray(SPECIES, from, i).mul(factor);
    x = x.blend(MOST, x.compare(VectorOperators.GT, MOST));
    x = x.blend(LEAST, x.compare(VectorOperators.LT, LEAST));
    FloatVector rounded = x.mul(PER_LN_2).add(ROUNDING);
    FloatVector power =
        rounded
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
            .add(ONE)
            .reinterpretAsFloats();
    FloatVector k = rounded.sub(ROUNDING);
    FloatVector r = x.sub(k.mul(LN_2)).sub(k.mul(LN_2_REST));
    FloatVector series = r.mul(1 / 5040f).add(1 / 720f);
    series = series.mul(r).add(1 / 120f);
    series = series.mul(r).add(1 / 24f);
    series = series.mul(r).add(1 / 6f);
    series = series.mul(r).add(0.5f);
    series = series.mul(r).mul(r).add(r);
    series.fma(power, power.sub(less)).intoArray(to, j);
  }
}
