package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;

/**
 * What makes a loss out of outputs and targets, row by row: its value and, beside it, its slope.
 * The loss of a batch is the sum of its rows' values over {@link #divisor}.
 */
public interface LossRule {
  /**
   * Refuses shapes that this loss has no meaning for.
   *
   * @throws IllegalArgumentException naming both shapes
   */
  void check(Shape output, Shape target);

  /** The loss of one row, not yet divided. */
  double value(Tensor output, Tensor target, int row);

  /** Adds {@code scale · ∂value/∂output} of one row to that row of {@code gradient}. */
  void addSlope(Tensor output, Tensor target, int row, float scale, float[] gradient);

  /** What the sum over the rows in use is divided by. */
  double divisor(Tensor output, Tensor target);
}
