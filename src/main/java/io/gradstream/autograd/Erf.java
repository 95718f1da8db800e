package io.gradstream.autograd;

/**
 * The complementary error function {@code erfc x = 2/√π ∫ₓ^∞ e^-t² dt}, to a relative 1e-9.
 *
 * <p>{@code e^x² · erfc x} is smooth in {@code t = 1 / (1 + x/2)}: what is tabled here is its
 * quotient by t, interpolated at 14 Chebyshev nodes and written in powers of {@code 2t - 1}.
 */
final class Erf {
  private static final double[] POWERS = {
    0.510791352758,
    0.343580342062,
    0.139736032856,
    0.0182211299966,
    -0.0107551182402,
    -0.00323982281569,
    0.00154405605366,
    0.000420058099557,
    -0.000328115508478,
    -2.1354865832e-05,
    6.77009150099e-05,
    -1.06003341189e-05,
    -8.51309275425e-06,
    2.8520868699e-06
  };

  private Erf() {}

  static double complement(double x) {
    double t = 1 / (1 + Math.abs(x) / 2);
    double sum = 0;
    for (int power = POWERS.length - 1; power >= 0; power--) {
      sum = sum * (2 * t - 1) + POWERS[power];
    }
    double tail = t * sum * Math.exp(-x * x);
    return x < 0 ? 2 - tail : tail;
  }
}
