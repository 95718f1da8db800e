package io.gradstream.data.scale;

import java.util.Map;

/** Reads a scaler's state where it is kept among others'. */
final class ScalerState {
  private ScalerState() {}

  /**
   * The numbers saved under a name.
   *
   * @throws IllegalArgumentException if there are none, or not as many
   */
  static double[] required(Map<String, double[]> state, String name, int size) {
    double[] values = state.get(name);
    if (values == null || values.length != size) {
      throw new IllegalArgumentException(
          "scaler state %s must have %d numbers: %s"
              .formatted(name, size, values == null ? "none" : values.length));
    }
    return values;
  }
}
