package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import java.util.Locale;

/**
 * An elementwise operation of two inputs, the smaller of which is repeated: a scalar for every
 * element, a vector of n (or a matrix of one row) for every row of n.
 */
abstract class Broadcast extends Op {
  private final Node left;
  private final Node right;
  private final Node larger;

  Broadcast(Node left, Node right) {
    super(larger(left, right).capacity(), left, right);
    this.left = left;
    this.right = right;
    this.larger = larger(left, right);
    if (!fits(left.capacity()) || !fits(right.capacity())) {
      throw mismatch(left.capacity(), right.capacity());
    }
  }

  /** The output for one pair of elements. */
  abstract float value(float left, float right);

  /** The derivative with respect to the left element. */
  abstract float leftSlope(float left, float right);

  /** The derivative with respect to the right element. */
  abstract float rightSlope(float left, float right);

  @Override
  final void forward() {
    float[] y = outputLike(larger).data();
    float[] a = left.value().data();
    float[] b = right.value().data();
    int leftPeriod = period(left);
    int rightPeriod = period(right);
    for (int i = 0, j = 0, k = 0; i < output().value().size(); i++) {
      y[i] = value(a[j], b[k]);
      j = next(j, leftPeriod);
      k = next(k, rightPeriod);
    }
  }

  @Override
  final void backward() {
    if (left.requiresGradient()) {
      backward(left, true);
    }
    if (right.requiresGradient()) {
      backward(right, false);
    }
  }

  private void backward(Node input, boolean toLeft) {
    float[] a = left.value().data();
    float[] b = right.value().data();
    float[] dy = slope();
    float[] dx = input.gradientToAddTo();
    int leftPeriod = period(left);
    int rightPeriod = period(right);
    for (int i = 0, j = 0, k = 0; i < output().value().size(); i++) {
      if (toLeft) {
        dx[j] += dy[i] * leftSlope(a[j], b[k]);
      } else {
        dx[k] += dy[i] * rightSlope(a[j], b[k]);
      }
      j = next(j, leftPeriod);
      k = next(k, rightPeriod);
    }
  }

  private static int next(int index, int period) {
    return index + 1 == period ? 0 : index + 1;
  }

  /** After how many elements this input starts again. */
  private int period(Node input) {
    if (!input.capacity().equals(larger.capacity())) {
      return input.capacity().size();
    }
    if (input.value().rows() != larger.value().rows()) {
      throw mismatch(left.value().shape(), right.value().shape());
    }
    return input.value().size();
  }

  private boolean fits(Shape shape) {
    Shape whole = larger.capacity();
    boolean row =
        whole.rank() == 2
            && shape.size() == whole.extent(1)
            && shape.extent(shape.rank() - 1) == whole.extent(1);
    return shape.equals(whole) || shape.size() == 1 || row;
  }

  private static Node larger(Node left, Node right) {
    return left.capacity().size() >= right.capacity().size() ? left : right;
  }

  private IllegalArgumentException mismatch(Shape a, Shape b) {
    return new IllegalArgumentException(
        "%s needs equal shapes, a row or a scalar: %s and %s"
            .formatted(getClass().getSimpleName().toLowerCase(Locale.ROOT), a, b));
  }
}
