package io.gradstream.codec;

/**
 * A number of IEEE 754's binary16.
 *
 * @param bits a sign, five bits of exponent, ten of fraction
 */
record HalfFloat(short bits) {
  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int MOST_EXPONENT = 31;
  private static final int BIAS = 15;

  /** The number itself, exactly. */
  double toDouble() {
    int fraction = bits & FRACTION;
    int exponent = (bits >> FRACTION_BITS) & MOST_EXPONENT;
    double size;
    if (exponent == MOST_EXPONENT) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((double) fraction, 1 - BIAS - FRACTION_BITS);
    } else {
      size = Math.scalb((double) (fraction | 1 << FRACTION_BITS), exponent - BIAS - FRACTION_BITS);
    }
    return bits < 0 ? -size : size;
  }
}
