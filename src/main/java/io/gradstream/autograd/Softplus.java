package io.gradstream.autograd;

/** {@code y = log(1 + e^(beta·x)) / beta}. */
final class Softplus extends Unary {
  private final double beta;

  Softplus(Variable x, double beta) {
    super(x);
    this.beta = beta;
  }

  @Override
  float value(float x) {
    double scaled = beta * x;
    return (float) ((Math.max(scaled, 0) + Math.log1p(Math.exp(-Math.abs(scaled)))) / beta);
  }

  @Override
  float slope(float x, float y) {
    return (float) (1 / (1 + Math.exp(-beta * x)));
  }
}
