package io.gradstream.autograd;

/** {@code y = x · σ(x)}. */
final class Silu extends Unary {
  Silu(Variable x) {
    super(x);
  }

  @Override
  float value(float x) {
    return (float) (x / (1 + Math.exp(-x)));
  }

  /** {@code σ(x) · (1 + x · (1 - σ(x)))}. */
  @Override
  float slope(float x, float y) {
    double sigmoid = 1 / (1 + Math.exp(-x));
    return (float) (sigmoid * (1 + x * (1 - sigmoid)));
  }
}
