package io.gradstream.optim;

import java.util.List;

/** What the numbers of settings must be, told with the key's name. */
final class Bounds {
  private Bounds() {}

  static void positive(String key, double value) {
    require(value > 0 && Double.isFinite(value), key, "must be positive", value);
  }

  static void notNegative(String key, double value) {
    require(value >= 0 && Double.isFinite(value), key, "must not be negative", value);
  }

  /** From 0 up to, not including, 1. */
  static void fraction(String key, double value) {
    require(value >= 0 && value < 1, key, "must be at least 0 and below 1", value);
  }

  static List<Double> betas(List<Double> betas) {
    require(betas.size() == 2, "betas", "must be two numbers", betas);
    betas.forEach(beta -> fraction("betas", beta));
    return List.copyOf(betas);
  }

  static void require(boolean holds, String key, String constraint, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(key + " " + constraint + ": " + value);
    }
  }
}
