package io.gradstream.autograd;

/** {@code y = x} where x is positive, else {@code alpha · (e^x - 1)}. */
final class Elu extends Unary {
  private final double alpha;

  Elu(Variable x, double alpha) {
    super(x);
    this.alpha = alpha;
  }

  @Override
  float value(float x) {
    return x > 0 ? x : (float) (alpha * Math.expm1(x));
  }

  @Override
  float slope(float x, float y) {
    return x > 0 ? 1 : (float) (y + alpha);
  }
}
