package io.gradstream.settings;

/**
 * What the numbers of settings must be: each check throws an {@code IllegalArgumentException} that
 * begins with the setting's key, says the constraint and the value.
 */
public final class Bounds {
  private Bounds() {}

  /** Above 0, and finite. */
  public static void positive(String key, double value) {
    require(value > 0 && Double.isFinite(value), key, "must be positive", value);
  }

  /** At least 0, and finite. */
  public static void notNegative(String key, double value) {
    require(value >= 0 && Double.isFinite(value), key, "must not be negative", value);
  }

  /** Neither infinite nor NaN. */
  public static void finite(String key, double value) {
    require(Double.isFinite(value), key, "must be finite", value);
  }

  /** From 0 up to, not including, 1. */
  public static void fraction(String key, double value) {
    require(value >= 0 && value < 1, key, "must be at least 0 and below 1", value);
  }

  /** At least 1. */
  public static void atLeastOne(String key, long value) {
    require(value >= 1, key, "must be at least 1", value);
  }

  /** Whatever else: the constraint is told behind the key. */
  public static void require(boolean holds, String key, String constraint, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(key + " " + constraint + ": " + value);
    }
  }
}
