package io.gradstream.optim;

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

  /** A copy of everything but the parameters that the next steps depend on. */
  OptimizerState state();

  /**
   * Goes on where {@code state} was taken: the next steps are bit for bit the same.
   *
   * @throws IllegalArgumentException if it is not the state of such an optimizer of such parameters
   */
  void restore(OptimizerState state);
}
