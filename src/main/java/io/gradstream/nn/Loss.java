package io.gradstream.nn;

import io.gradstream.autograd.LossRule;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Tensor;

/**
 * What is minimised: a scalar from a model's output and the targets.
 *
 * <p>Immutable; its settings are told at construction, {@link Reduction} among them.
 */
public interface Loss extends LossRule {
  /**
   * The batch's loss, a scalar.
   *
   * @param output the model's output, {@code [rows, width]}
   * @param target a constant: of the output's shape, or {@code [rows, 1]} class indices where the
   *     loss is over classes
   * @throws IllegalArgumentException if the shapes do not fit, naming both, if the target is no
   *     constant, or if it is of class indices and one is no class's
   */
  default Variable forward(Variable output, Variable target) {
    return output.loss(this, target);
  }

  /**
   * The batch's loss with a weight for each row, a scalar: a row's loss counts its weight times. A
   * mean divides by {@link #count} all the same, so that a weight also weighs in a batch of one.
   *
   * @param weight a constant, {@code [rows, 1]}
   * @throws IllegalArgumentException as without, or if the weight is not that
   */
  default Variable forward(Variable output, Variable target, Variable weight) {
    return output.loss(this, target, weight);
  }

  /** One row's own loss, as if it were the whole batch. */
  float at(Tensor output, Tensor target, int row);

  /**
   * What {@link Reduction#MEAN} divides this batch's sum by: elements, rows or a sum of weights.
   */
  double count(Tensor output, Tensor target);

  /**
   * Writes what the output says about the target: the probability where the output is a logit or a
   * log-probability, the rate where it is a rate's logarithm, a hinge's score through a sigmoid,
   * else the output itself. Allocates nothing.
   *
   * @param into of the output's shape; takes over its rows in use
   */
  void predict(Tensor output, Tensor into);

  /**
   * The negative logarithm of the probability that the output gives to one row's target, whatever
   * weighs or smooths the loss; from the logit where the output is one, so that nothing is cut.
   *
   * @throws UnsupportedOperationException if the output stands for no probability
   */
  double negativeLogLikelihood(Tensor output, Tensor target, int row);

  /** How the elements' losses are reduced. */
  Reduction reduction();

  /** This loss with another reduction. */
  Loss with(Reduction reduction);

  @Override
  default double divisor(Tensor output, Tensor target) {
    return reduction() == Reduction.MEAN ? count(output, target) : 1;
  }
}
