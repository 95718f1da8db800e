package io.gradstream.version;

import java.util.Arrays;
import java.util.Map;

/** The values that checkpoints and versions keep by name. */
public final class NamedState {
  private NamedState() {}

  /**
   * The value under a name.
   *
   * @throws IllegalArgumentException if there is none: the state is of another make
   */
  public static <T> T require(Map<String, T> state, String name) {
    T value = state.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the saved state has no " + name + ": it has " + state.keySet());
    }
    return value;
  }

  /** Numbers with others behind them. */
  public static double[] append(double[] head, double... tail) {
    double[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
