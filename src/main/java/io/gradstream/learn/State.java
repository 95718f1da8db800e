package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Taking and giving back named state. */
final class State {
  private State() {}

  /**
   * The value under a name.
   *
   * @throws IllegalArgumentException if there is none: the state is of another make
   */
  static <T> T require(Map<String, T> state, String name) {
    T value = state.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the saved state has no " + name + ": it has " + state.keySet());
    }
    return value;
  }

  /** Numbers with others behind them. */
  static double[] append(double[] head, double... tail) {
    double[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  /**
   * @throws IllegalArgumentException if a tensor has another shape than the model's of that name
   */
  static void requireShape(String name, Shape own, Shape other) {
    if (!own.equals(other)) {
      throw new IllegalArgumentException(
          "parameter %s must have shape %s: %s".formatted(name, own, other));
    }
  }

  /** Copies of the parameters' values, in their order. */
  static Map<String, Tensor> copy(Map<String, Parameter> parameters) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    parameters.forEach((key, parameter) -> copies.put(key, parameter.state()));
    return copies;
  }
}
