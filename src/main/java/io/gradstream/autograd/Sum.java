package io.gradstream.autograd;

import io.gradstream.tensor.Shape;

/** {@code y = Σ x}, or {@code Σ x / n} over the {@code n} elements in use. */
final class Sum extends Op {
  private final Node x;
  private final boolean mean;

  Sum(Node x, boolean mean) {
    super(Shape.of(), x);
    this.x = x;
    this.mean = mean;
  }

  @Override
  void forward() {
    double sum = 0;
    for (int i = 0; i < x.value().size(); i++) {
      sum += x.value().data()[i];
    }
    output().value().data()[0] = (float) (sum / divisor());
  }

  @Override
  void backward() {
    float each = slope()[0] / divisor();
    float[] dx = x.gradientToAddTo();
    for (int i = 0; i < x.value().size(); i++) {
      dx[i] += each;
    }
  }

  private int divisor() {
    return mean ? x.value().size() : 1;
  }
}
