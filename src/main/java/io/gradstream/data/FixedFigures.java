package io.gradstream.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;

/** The two figures of a column that settings may fix. */
final class FixedFigures {
  private FixedFigures() {}

  static Optional<List<Double>> finite(String key, Optional<List<Double>> figures) {
    return checked(key, figures, Double::isFinite, "finite");
  }

  static Optional<List<Double>> notNegative(String key, Optional<List<Double>> figures) {
    return checked(key, figures, x -> x >= 0 && Double.isFinite(x), "finite and not negative");
  }

  private static Optional<List<Double>> checked(
      String key, Optional<List<Double>> figures, DoublePredicate holds, String what) {
    List<Double> all = figures.orElse(List.of());
    if (!all.stream().allMatch(holds::test) || (figures.isPresent() && all.isEmpty())) {
      throw new IllegalArgumentException(
          "%s must be numbers that are %s: %s".formatted(key, what, all));
    }
    return figures.map(List::copyOf);
  }

  static void requireBoth(
      String first, Optional<List<Double>> one, String second, Optional<List<Double>> other) {
    int size = one.map(List::size).orElse(0);
    if (size != other.map(List::size).orElse(0)) {
      throw new IllegalArgumentException(
          "%s and %s must be as many numbers, or both left out: %s and %s"
              .formatted(first, second, one.orElse(List.of()), other.orElse(List.of())));
    }
  }

  static void requireOrder(
      String first, Optional<List<Double>> low, String second, Optional<List<Double>> high) {
    for (int i = 0; i < low.map(List::size).orElse(0); i++) {
      if (low.orElseThrow().get(i) > high.orElseThrow().get(i)) {
        throw new IllegalArgumentException(
            "%s must not be above %s: %s and %s"
                .formatted(first, second, low.orElseThrow().get(i), high.orElseThrow().get(i)));
      }
    }
  }

  /** Both by name, if they are fixed. */
  static Map<String, List<Double>> of(
      String first, Optional<List<Double>> one, String second, Optional<List<Double>> other) {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    one.ifPresent(each -> figures.put(first, each));
    other.ifPresent(each -> figures.put(second, each));
    return figures;
  }

  /** How a scale is written: by its word, with the figures beside it if they are fixed. */
  static Object plain(
      String word,
      String first,
      Optional<List<Double>> one,
      String second,
      Optional<List<Double>> other) {
    if (one.isEmpty()) {
      return word;
    }
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("type", word);
    written.putAll(of(first, one, second, other));
    return written;
  }
}
