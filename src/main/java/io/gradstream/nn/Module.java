package io.gradstream.nn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import java.util.List;
import java.util.Map;

/**
 * A part of a model: a function of variables, with the parameters it learns.
 *
 * <p>A function without parameters is a module as it is: {@code Variable::tanh}.
 */
@FunctionalInterface
public interface Module {
  /** The output for {@code input}, {@code [rows, inputs]} to {@code [rows, outputs]}. */
  Variable forward(Variable input);

  /**
   * The parameters by PyTorch's {@code state_dict} names, in the order of the layers; tables of
   * fields come before them.
   */
  default Map<String, Parameter> namedParameters() {
    return Map.of();
  }

  /** The parameters, in the order of {@link #namedParameters}. */
  default List<Parameter> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /** Says whether what follows is learning ({@code true}, as at first) or only predicting. */
  default void training(boolean learning) {}

  /** Whether it does another thing while learning than while predicting. */
  default boolean isDifferentInTraining() {
    return false;
  }

  /** What the module remembers besides its parameters, by name; empty for most. */
  default Map<String, Double> state() {
    return Map.of();
  }

  /**
   * Goes on where {@code state} was taken.
   *
   * @throws IllegalArgumentException if something is missing
   */
  default void restore(Map<String, Double> state) {}

  /** Behaves as while learning from now on. */
  default void train() {
    training(true);
  }

  /** Behaves as while predicting from now on. */
  default void eval() {
    training(false);
  }
}
