package io.gradstream.autograd;

/** {@code y = a · b}. */
final class Mul extends Broadcast {
  Mul(Node left, Node right) {
    super(left, right);
  }

  @Override
  float value(float left, float right) {
    return left * right;
  }

  @Override
  float leftSlope(float left, float right) {
    return right;
  }

  @Override
  float rightSlope(float left, float right) {
    return left;
  }
}
