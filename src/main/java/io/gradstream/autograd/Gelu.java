package io.gradstream.autograd;

/**
 * {@code y = x · Φ(x)} with Φ the normal distribution, exact ({@code erf}) and not approximated.
 */
final class Gelu extends Unary {
  Gelu(Variable x) {
    super(x);
  }

  @Override
  float value(float x) {
    return (float) (x * distribution(x));
  }

  /** {@code Φ(x) + x · φ(x)}. */
  @Override
  float slope(float x, float y) {
    double density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    return (float) (distribution(x) + x * density);
  }

  private static double distribution(double x) {
    return 0.5 * Erf.complement(-x * Math.sqrt(0.5));
  }
}
