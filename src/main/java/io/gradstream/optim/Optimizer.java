package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Tensor;
import java.util.Map;

/**
 * What turns accumulated gradients into a change of the parameters.
 *
 * <p>The life of a step, in order: {@link #zeroGrad}, a backward pass or several, clipping if any,
 * {@link #learningRate(double)} if it is scheduled, {@link #step}. Not thread-safe.
 */
public interface Optimizer {
  /** Changes every parameter in place by its gradient; allocates nothing. */
  void step();

  /** Forgets the gradients of every parameter. */
  void zeroGrad();

  /** The learning rate of the next step. */
  double learningRate();

  /** Sets the learning rate of the next steps. */
  void learningRate(double rate);

  /**
   * Makes a row of a matrix a copy of another and forgets all that is kept of it: to the next steps
   * it is as new.
   *
   * @param matrix a sparse parameter
   * @param row the one that is overwritten
   * @param from the one that is copied, which stays as it is
   * @throws IllegalArgumentException if the matrix is none of the parameters
   * @throws IllegalStateException if the matrix is not sparse
   */
  void restart(Parameter matrix, int row, int from);

  /** Forgets all that is kept of the steps so far: to the next ones it is as new. */
  void reset();

  /** A copy of everything but the parameters that the next steps depend on. */
  OptimizerState state();

  /**
   * What is kept of every parameter's elements, in their order, by slot and parameter: {@code
   * momentum/0.weight}. Shared; a step changes of it no more than of the parameters, but for the
   * first.
   */
  Map<String, Tensor> slots();

  /**
   * Whether a slot of {@link #slots} keeps the largest of all that came, so that of two the larger
   * is that of both.
   */
  default boolean keepsLargest(String slot) {
    return false;
  }

  /** The numbers of {@link #state}. */
  Map<String, Double> numbers();

  /**
   * Goes on where {@code state} was taken: the next steps are bit for bit the same. The parameters
   * must be what they were then before this is called; the state is copied.
   *
   * @throws IllegalArgumentException if it is not the state of such an optimizer of such parameters
   */
  void restore(OptimizerState state);
}
