package io.gradstream.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * A figure that columns are scaled by, which settings may fix.
 *
 * @param name what settings or versions call it
 * @param values one for each column, empty where it runs with the stream
 */
record FixedFigure(String name, Optional<List<Double>> values) {
  /**
   * The values, unmodifiable.
   *
   * @throws IllegalArgumentException if one of them is not finite, or there is none
   */
  Optional<List<Double>> finite() {
    return checked(Double::isFinite, "finite");
  }

  /**
   * The values, unmodifiable.
   *
   * @throws IllegalArgumentException if one of them is negative or not finite, or there is none
   */
  Optional<List<Double>> notNegative() {
    return checked(x -> x >= 0 && Double.isFinite(x), "finite and not negative");
  }

  private Optional<List<Double>> checked(DoublePredicate holds, String what) {
    List<Double> all = fixed();
    if (!all.stream().allMatch(holds::test) || (values.isPresent() && all.isEmpty())) {
      throw new IllegalArgumentException(
          "%s must be numbers that are %s: %s".formatted(name, what, all));
    }
    return values.map(List::copyOf);
  }

  private List<Double> fixed() {
    return values.orElse(List.of());
  }

  /**
   * Checks that another is fixed where this is, for as many columns.
   *
   * @throws IllegalArgumentException if not
   */
  void requireAsManyAs(FixedFigure other) {
    if (fixed().size() != other.fixed().size()) {
      throw new IllegalArgumentException(
          "%s and %s must be as many numbers, or both left out: %s and %s"
              .formatted(name, other.name, fixed(), other.fixed()));
    }
  }

  /**
   * Checks that no value is above that of another, which has as many.
   *
   * @throws IllegalArgumentException if one is
   */
  void requireNotAbove(FixedFigure other) {
    for (int i = 0; i < fixed().size(); i++) {
      if (fixed().get(i) > other.fixed().get(i)) {
        throw new IllegalArgumentException(
            "%s must not be above %s: %s and %s"
                .formatted(name, other.name, fixed().get(i), other.fixed().get(i)));
      }
    }
  }

  /** This and another by name, if they are fixed. */
  Map<String, List<Double>> with(FixedFigure other) {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    values.ifPresent(each -> figures.put(name, each));
    other.values.ifPresent(each -> figures.put(other.name, each));
    return figures;
  }
}
