package io.gradstream.data.scale;

import java.util.Map;

/** A scaler's saved state, where it is kept among others'. */
record ScalerState(Map<String, double[]> values) {
  /** Whether numbers are saved under a name. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * Copies the numbers saved under a name.
   *
   * @throws IllegalArgumentException if there are none, or not as many
   */
  void copyTo(double[] into, String name) {
    double[] saved = values.get(name);
    if (saved == null || saved.length != into.length) {
      throw new IllegalArgumentException(
          "scaler state %s must have %d numbers: %s"
              .formatted(name, into.length, saved == null ? "none" : saved.length));
    }
    System.arraycopy(saved, 0, into, 0, into.length);
  }
}
