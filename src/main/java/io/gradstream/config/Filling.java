package io.gradstream.config;

import java.util.Map;
import java.util.Optional;

/**
 * What the environment has put into a single value.
 *
 * @param text the value with all of it
 * @param shown the value as it may be shown, with {@code ${NAME}} for what came from there and
 *     without defaults; empty where nothing did
 * @param values what came from there, or is a default, by what it is shown as
 */
record Filling(String text, Optional<String> shown, Map<String, String> values) {
  private static final Filling NONE = new Filling("", Optional.empty(), Map.of());

  /** Keeps the values unmodifiable. */
  Filling {
    values = Map.copyOf(values);
  }

  /** Nothing came from there. */
  static Filling none() {
    return NONE;
  }
}
