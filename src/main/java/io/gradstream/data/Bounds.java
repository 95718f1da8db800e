package io.gradstream.data;

/** Refuses settings that no schema has. */
final class Bounds {
  private Bounds() {}

  static void requireAtLeastOne(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }

  static void requireNoMean(String what, Missing missing) {
    if (missing == Missing.MEAN) {
      throw new IllegalArgumentException(
          "missing must be zero, indicator or dead-letter for " + what + ": mean");
    }
  }
}
