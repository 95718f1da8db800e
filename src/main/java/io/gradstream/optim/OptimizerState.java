package io.gradstream.optim;

import io.gradstream.tensor.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An optimizer's whole state, shared with nobody.
 *
 * @param tensors by slot and parameter: {@code momentum/0.weight}
 * @param numbers by name: {@code step}, {@code learningRate}
 */
public record OptimizerState(Map<String, Tensor> tensors, Map<String, Double> numbers) {
  /** Keeps the maps sorted and unmodifiable; tensors are not copied. */
  public OptimizerState {
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor tensor(String name) {
    return present(name, tensors);
  }

  /**
   * The number of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double number(String name) {
    return present(name, numbers);
  }

  private static <T> T present(String name, Map<String, T> values) {
    T value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the optimizer's state must have %s: %s".formatted(name, values.keySet()));
    }
    return value;
  }
}
