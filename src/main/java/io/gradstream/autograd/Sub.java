package io.gradstream.autograd;

/** {@code y = a - b}. */
final class Sub extends Broadcast {
  Sub(Node left, Node right) {
    super(left, right);
  }

  @Override
  float value(float left, float right) {
    return left - right;
  }

  @Override
  float leftSlope(float left, float right) {
    return 1;
  }

  @Override
  float rightSlope(float left, float right) {
    return -1;
  }
}
