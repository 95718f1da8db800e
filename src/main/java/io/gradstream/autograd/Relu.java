package io.gradstream.autograd;

/** {@code y = max(x, 0)}. */
final class Relu extends Unary {
  Relu(Variable x) {
    super(x);
  }

  @Override
  float value(float x) {
    return Math.max(x, 0);
  }

  @Override
  float slope(float x, float y) {
    return y > 0 ? 1 : 0;
  }
}
