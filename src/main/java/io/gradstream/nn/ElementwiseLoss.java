package io.gradstream.nn;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;

/** A loss that is a sum over pairs of an output element and a target element. */
interface ElementwiseLoss extends Loss {
  /** The loss of one pair. */
  double value(float output, float target);

  /** The derivative of {@link #value(float, float)} with respect to the output. */
  double slope(float output, float target);

  /** The prediction that one output element stands for. */
  default float link(float output) {
    return output;
  }

  @Override
  default void check(Shape output, Shape target) {
    if (!output.equals(target)) {
      throw new IllegalArgumentException(
          "%s needs a target of the output's shape: %s for %s"
              .formatted(getClass().getSimpleName(), target, output));
    }
  }

  @Override
  default double value(Tensor output, Tensor target, int row) {
    int columns = output.columns();
    double sum = 0;
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      sum += value(output.data()[i], target.data()[i]);
    }
    return sum;
  }

  @Override
  default void addSlope(Tensor output, Tensor target, int row, float scale, float[] gradient) {
    int columns = output.columns();
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      gradient[i] += (float) (scale * slope(output.data()[i], target.data()[i]));
    }
  }

  @Override
  default float at(Tensor output, Tensor target, int row) {
    double divisor = reduction() == Reduction.MEAN ? output.columns() : 1;
    return (float) (value(output, target, row) / divisor);
  }

  @Override
  default double count(Tensor output, Tensor target) {
    return output.size();
  }

  @Override
  default void predict(Tensor output, Tensor into) {
    into.useRows(output.rows());
    for (int i = 0; i < output.size(); i++) {
      into.data()[i] = link(output.data()[i]);
    }
  }
}
