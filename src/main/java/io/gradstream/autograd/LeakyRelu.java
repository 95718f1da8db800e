package io.gradstream.autograd;

/** {@code y = x} where x is positive, else {@code negativeSlope · x}. */
final class LeakyRelu extends Unary {
  private final float negativeSlope;

  LeakyRelu(Variable x, double negativeSlope) {
    super(x);
    this.negativeSlope = (float) negativeSlope;
  }

  @Override
  float value(float x) {
    return x > 0 ? x : negativeSlope * x;
  }

  @Override
  float slope(float x, float y) {
    return x > 0 ? 1 : negativeSlope;
  }
}
