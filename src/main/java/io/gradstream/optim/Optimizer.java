package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * What turns accumulated gradients into a change of the parameters.
 *
 * <p>The life of a step, in order: {@link #zeroGrad}, a backward pass or several, clipping if any,
 * {@link #learningRate(double)} if it is scheduled, {@link #step}. Not thread-safe.
 */
public interface Optimizer {
  /** Changes every parameter in place by its gradient; allocates nothing. */
  void step();

  /**
   * The same, for an optimizer that looks at more than one place before it goes on: it has the
   * model evaluated again.
   *
   * @param closure what evaluates it over the samples whose gradient is held
   * @return whether more has changed than what has a gradient
   */
  default boolean step(Closure closure) {
    step();
    return false;
  }

  /** Evaluates a model at what its parameters are now, over the samples of the step. */
  interface Closure {
    /**
     * Forgets the gradients, runs the model forward and backward, and clips if that is wanted.
     *
     * @return the loss, a mean over the samples or their sum
     */
    double evaluate();

    /** The loss whose gradient is held when the step begins, reduced alike. */
    double loss();

    /** How many samples there are. */
    int samples();
  }

  /** Forgets the gradients of every parameter. */
  void zeroGrad();

  /** Whether a step changes nothing but what has a gradient. */
  default boolean isLocal() {
    return true;
  }

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

  /**
   * What is known of each element of its parameters: the more, the less a step moves it.
   *
   * @param slot the slot of {@link #slots} that adds it up, from 0 on
   * @param isSquared whether it is the square of it that is added up
   */
  record Precision(String slot, boolean isSquared) {}

  /** What it knows of elements; empty if it does not add that up. */
  default Optional<Precision> precision() {
    return Optional.empty();
  }

  /** What versions tell of it: nothing of most. */
  default Map<String, Double> figures() {
    return Map.of();
  }

  /** The numbers of {@link #state}. */
  Map<String, Double> numbers();

  /** How many {@link #copyNumbers} gives. */
  int numberCount();

  /**
   * Copies the numbers that the next steps depend on, but for the learning rate, which every step
   * is given; allocates nothing.
   *
   * @param at where the first goes
   */
  void copyNumbers(double[] into, int at);

  /** Takes up what {@link #copyNumbers} gave, once {@link #slots} have what they had then. */
  void takeNumbers(double[] from, int at);

  /**
   * Goes on where {@code state} was taken: the next steps are bit for bit the same. The parameters
   * must be what they were then before this is called; the state is copied.
   *
   * @throws IllegalArgumentException if it is not the state of such an optimizer of such parameters
   */
  void restore(OptimizerState state);
}
