package io.gradstream.autograd;

/** {@code y = 1 / (1 + e^-x)}. */
final class Sigmoid extends Unary {
  Sigmoid(Variable x) {
    super(x);
  }

  @Override
  float value(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  @Override
  float slope(float x, float y) {
    return y * (1 - y);
  }
}
