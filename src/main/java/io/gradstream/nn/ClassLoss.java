package io.gradstream.nn;

import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;

/** A loss of a row of class scores against the index of the right class. */
interface ClassLoss extends Loss {
  @Override
  default void check(Shape output, Shape target) {
    boolean indices = target.rank() == 2 && target.extent(1) == 1;
    if (output.rank() != 2 || !indices || target.extent(0) != output.extent(0)) {
      throw new IllegalArgumentException(
          "%s needs [rows, classes] and class indices [rows, 1]: %s and %s"
              .formatted(getClass().getSimpleName(), output, target));
    }
  }

  /**
   * The index of a row's class.
   *
   * @throws IllegalArgumentException if it is no whole number from 0 up to, not including, how many
   *     classes there are
   */
  default int label(Tensor output, Tensor target, int row) {
    float label = target.data()[row];
    if (!(label >= 0 && label < output.columns()) || label != (int) label) {
      throw new IllegalArgumentException(
          "a class must be a whole number from 0 to %d: %s".formatted(output.columns() - 1, label));
    }
    return (int) label;
  }

  /** {@code log Σ e^x} of one row. */
  default double logSumExp(Tensor output, int row) {
    return Kernels.best().logSumExp(output.data(), row * output.columns(), output.columns());
  }

  @Override
  default float at(Tensor output, Tensor target, int row) {
    return (float) value(output, target, row);
  }

  @Override
  default double count(Tensor output, Tensor target) {
    return output.rows();
  }
}
