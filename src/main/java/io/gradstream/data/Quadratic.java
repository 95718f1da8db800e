package io.gradstream.data;

import io.gradstream.settings.PlainForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Features for every pair among some: the product of two numbers and the square of each, so that a
 * linear model learns a parabola of them; the cross of two categories. Of a number and a category
 * there is none.
 *
 * @param fields the features' paths, each a number or a category without a vector; or {@code all}
 *     alone, for all that are such
 */
public record Quadratic(List<String> fields) implements PlainForm {
  /** What stands for every field. */
  private static final String ALL = "all";

  /** A product's tails are long: what is scaled keeps within five deviations. */
  private static final Scale SCALE =
      new Scale.Standard(Optional.empty(), Optional.empty(), Optional.of(5.0));

  /** At least one field, none of them twice. */
  public Quadratic {
    fields = List.copyOf(fields);
    if (fields.isEmpty() || new HashSet<>(fields).size() < fields.size()) {
      throw new IllegalArgumentException(
          "quadratic must be all, or name fields, each once: " + fields);
    }
  }

  /** What is written in a configuration: {@code all}, or a list of paths. */
  public static Quadratic of(List<String> written) {
    return new Quadratic(written);
  }

  @Override
  public Object plain() {
    return isAll() ? (Object) ALL : fields;
  }

  private boolean isAll() {
    return fields.equals(List.of(ALL));
  }

  /**
   * These features, and behind them those of every pair that are not among them yet.
   *
   * @throws IllegalArgumentException if a field is none of them, or of another type
   */
  List<FeatureSettings> with(List<FeatureSettings> features) {
    List<FeatureSettings> parts =
        isAll() ? features.stream().filter(Quadratic::isPart).toList() : named(features);
    List<FeatureSettings> all = new ArrayList<>(features);
    for (int i = 0; i < parts.size(); i++) {
      for (int j = i; j < parts.size(); j++) {
        pair(parts.get(i), parts.get(j)).filter(pair -> isNew(pair, features)).ifPresent(all::add);
      }
    }
    return all;
  }

  private List<FeatureSettings> named(List<FeatureSettings> features) {
    return fields.stream()
        .map(
            field ->
                features.stream()
                    .filter(each -> isPart(each) && each.field().equals(field))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "quadratic must name features that are numbers, or categories"
                                    + " without an embedding: "
                                    + field)))
        .toList();
  }

  private static boolean isPart(FeatureSettings feature) {
    return feature.type() == FeatureSettings.Type.NUMERIC
        || (feature.type() == FeatureSettings.Type.CATEGORICAL && feature.embedded().isEmpty());
  }

  private static Optional<FeatureSettings> pair(FeatureSettings one, FeatureSettings other) {
    if (one.type() != other.type()) {
      return Optional.empty();
    }
    boolean strict = one.missing() == Missing.DEAD_LETTER && other.missing() == Missing.DEAD_LETTER;
    List<String> both = List.of(one.field(), other.field());
    if (one.type() == FeatureSettings.Type.CATEGORICAL) {
      Missing missing = strict ? Missing.DEAD_LETTER : Missing.ZERO;
      return one == other
          ? Optional.empty()
          : Optional.of(new HashedFeature.Cross(both, Optional.empty(), missing));
    }
    Missing missing = strict ? Missing.DEAD_LETTER : Missing.MEAN;
    return Optional.of(
        one == other ? new Square(one.field(), SCALE, missing) : new Product(both, SCALE, missing));
  }

  private static boolean isNew(FeatureSettings pair, List<FeatureSettings> features) {
    Set<String> fields = Set.copyOf(pair.combined());
    return features.stream()
        .noneMatch(
            each ->
                each.type() == pair.type()
                    && each.combined().size() == pair.combined().size()
                    && Set.copyOf(each.combined()).equals(fields));
  }
}
