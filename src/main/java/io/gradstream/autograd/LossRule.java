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

  /** The losses of all rows in use added up, not yet divided. */
  default double sum(Tensor output, Tensor target) {
    double sum = 0;
    for (int row = 0; row < output.rows(); row++) {
      sum += value(output, target, row);
    }
    return sum;
  }

  /** Adds {@code scale · ∂value/∂output} of one row to that row of {@code gradient}. */
  void addSlope(Tensor output, Tensor target, int row, float scale, float[] gradient);

  /** Adds {@code scale · ∂value/∂output} of all rows in use to {@code gradient}. */
  default void addSlopes(Tensor output, Tensor target, float scale, float[] gradient) {
    for (int row = 0; row < output.rows(); row++) {
      addSlope(output, target, row, scale, gradient);
    }
  }

  /**
   * Adds {@code scale · c} to one row of {@code curvature}: c is {@code ∂²value/∂output²} by each
   * element alone. Where a loss grows flat far from its target it may be told as more, so that a
   * step to the lowest point of the parabola with that slope and curvature stays short.
   */
  void addCurvature(Tensor output, Tensor target, int row, float scale, float[] curvature);

  /** What the sum over the rows in use is divided by. */
  double divisor(Tensor output, Tensor target);
}
