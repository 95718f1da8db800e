package io.gradstream.nn;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;

/** A loss that is a sum over pairs of an output element and a target element. */
interface ElementwiseLoss extends Loss {
  /** The loss of one pair. */
  double value(float output, float target);

  /** The derivative of {@link #value(float, float)} with respect to the output. */
  double slope(float output, float target);

  /** The derivative of {@link #slope}; 0 unless the loss says otherwise: it is made of lines. */
  default double curvature(float output, float target) {
    return 0;
  }

  /** The prediction that one output element stands for. */
  default float link(float output) {
    return output;
  }

  /**
   * The negative logarithm of the probability that one output element gives to its target.
   *
   * @throws UnsupportedOperationException unless the loss says otherwise: it tells no probability
   */
  default double negativeLogLikelihood(float output, float target) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " tells no probability");
  }

  @Override
  default double negativeLogLikelihood(Tensor output, Tensor target, int row) {
    double sum = 0;
    for (int i = row * output.columns(); i < (row + 1) * output.columns(); i++) {
      sum += negativeLogLikelihood(output.data()[i], target.data()[i]);
    }
    return sum;
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
    return sum(output.data(), target.data(), row * columns, (row + 1) * columns);
  }

  @Override
  default double sum(Tensor output, Tensor target) {
    return sum(output.data(), target.data(), 0, output.size());
  }

  /* In two sums, so that not every addition waits for the one before. */
  private double sum(float[] outputs, float[] targets, int from, int to) {
    double even = 0;
    double odd = 0;
    int i = from;
    for (; i + 1 < to; i += 2) {
      even += value(outputs[i], targets[i]);
      odd += value(outputs[i + 1], targets[i + 1]);
    }
    return i < to ? even + value(outputs[i], targets[i]) + odd : even + odd;
  }

  @Override
  default void addSlope(Tensor output, Tensor target, int row, float scale, float[] gradient) {
    int columns = output.columns();
    int from = row * columns;
    addSlopes(output.data(), target.data(), from, from + columns, scale, gradient);
  }

  @Override
  default void addSlopes(Tensor output, Tensor target, float scale, float[] gradient) {
    addSlopes(output.data(), target.data(), 0, output.size(), scale, gradient);
  }

  private void addSlopes(
      float[] outputs, float[] targets, int from, int to, float scale, float[] gradient) {
    for (int i = from; i < to; i++) {
      gradient[i] += (float) (scale * slope(outputs[i], targets[i]));
    }
  }

  @Override
  default void addCurvature(Tensor output, Tensor target, int row, float scale, float[] curvature) {
    int columns = output.columns();
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      curvature[i] += (float) (scale * curvature(output.data()[i], target.data()[i]));
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
