package io.gradstream.autograd;

/** {@code y = tanh x}. */
final class Tanh extends Unary {
  Tanh(Variable x) {
    super(x);
  }

  @Override
  float value(float x) {
    return (float) Math.tanh(x);
  }

  @Override
  float slope(float x, float y) {
    return 1 - y * y;
  }
}
