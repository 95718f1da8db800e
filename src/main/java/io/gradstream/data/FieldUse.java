package io.gradstream.data;

import static java.util.Comparator.naturalOrder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that every field of a record can be used for what it is used for. Several features may
 * look at one field, but not at what is walked through: the elements of an array are there once.
 */
final class FieldUse {
  private static final int MOST_BINS = 4096;

  private final Map<FieldPath, FeatureSettings> features = new HashMap<>();
  private final List<FieldPath> taken = new ArrayList<>();
  private final List<FieldPath> targets = new ArrayList<>();
  private final Map<List<String>, List<FeatureSettings>> combinations = new HashMap<>();
  private final Set<String> products = new HashSet<>();

  private FieldUse() {}

  /**
   * Checks a schema.
   *
   * @throws IllegalArgumentException if two parts of it are at odds
   */
  static void require(
      List<FeatureSettings> features, LabelSettings label, Optional<String> weight) {
    FieldUse use = new FieldUse();
    for (int i = 0; i < features.size(); i++) {
      if (features.get(i).combined().isEmpty()) {
        use.feature("features[" + i + "]", features.get(i));
      } else {
        use.combination(combinationKey(i, features), features.get(i));
      }
    }
    use.alone("label", label.field());
    weight.ifPresent(field -> use.alone("weight", field));
    for (int i = 0; i < features.size(); i++) {
      FeatureSettings each = features.get(i);
      for (String name : each.combined()) {
        String key = partKey(i, each, name);
        use.combined(key, name, each, part(key, name, each, features));
      }
      requireFewBins(combinationKey(i, features), each, features);
    }
  }

  private static String combinationKey(int index, List<FeatureSettings> features) {
    return "features[" + index + "]." + features.get(index).type().word();
  }

  private static String partKey(int index, FeatureSettings of, String name) {
    boolean per = of.type() == FeatureSettings.Type.SLOPE && of.namesCategory(name);
    return "features[" + index + "]." + (per ? "per" : of.type().word());
  }

  /** An entry has a column ready for each combination of bins. */
  private static void requireFewBins(
      String key, FeatureSettings feature, List<FeatureSettings> all) {
    long columns = 1;
    for (String name : feature.combined()) {
      columns *= CrossPart.bins(name, all).map(Bins::bins).orElse(1);
      if (columns > MOST_BINS) {
        throw new IllegalArgumentException(
            "%s must name bins that have at most %d combinations: %d"
                .formatted(key, MOST_BINS, columns));
      }
    }
  }

  /**
   * Checks that a field can say which of many models a sample is for; it may be a feature too.
   *
   * @throws IllegalArgumentException if it is used for something else
   */
  static void requireKey(String key, SampleSettings sample) {
    FieldUse use = new FieldUse();
    FieldPath path = FieldPath.parse(key);
    use.alone("perKey.field", sample.label().field());
    sample.weight().ifPresent(field -> use.alone("perKey.field", field));
    if (use.targets.contains(path)) {
      throw new IllegalArgumentException(
          "perKey.field must not be the label or the weight: " + path);
    }
    for (FeatureSettings feature : sample.features()) {
      if (feature.combined().isEmpty()) {
        FieldPath other = FieldPath.parse(feature.field());
        if (other.equals(path) && feature.isManyValued()) {
          throw new IllegalArgumentException(
              "perKey.field must not be an array, a map or tags: " + path);
        }
        use.taken.add(other);
      }
    }
    use.taken.removeIf(path::equals);
    use.requireApart("perKey.field", path);
  }

  /** What a name stands for: only a cross may name what is inside a field. */
  private static CrossPart part(
      String key, String name, FeatureSettings of, List<FeatureSettings> all) {
    CrossPart part = CrossPart.of(name, all);
    boolean category = of.namesCategory(name);
    if (part.isInsideField(name) && !category) {
      throw new IllegalArgumentException(
          key + " must name fields that are numbers, not what is inside one: " + name);
    }
    if (category) {
      all.forEach(other -> requireOffered(key, name, other));
    }
    return part;
  }

  /** Whoever looks inside a moment, a text or a binned number means one of its parts. */
  private static void requireOffered(String key, String name, FeatureSettings other) {
    List<String> names = CrossPart.namesInside(other);
    boolean inside =
        !names.isEmpty() && FieldPath.parse(other.field()).covers(FieldPath.parse(name));
    if (inside && !name.equals(other.field()) && !names.contains(name)) {
      throw new IllegalArgumentException(
          "%s must name what there is inside %s, %s: %s"
              .formatted(key, other.field(), String.join(" or ", names), name));
    }
  }

  /** Nor may what is made of several fields be made of them twice, in whatever order. */
  private void combination(String key, FeatureSettings feature) {
    List<String> fields =
        feature.combined().stream()
            .sorted(Comparator.comparing(feature::namesCategory).thenComparing(naturalOrder()))
            .toList();
    List<FeatureSettings> others =
        combinations.computeIfAbsent(fields, unused -> new ArrayList<>());
    for (FeatureSettings other : others) {
      if (other.type() == feature.type() && isTwin(feature, other)) {
        throw new IllegalArgumentException(
            key + " must not be the same as another feature: " + fields);
      }
    }
    others.add(feature);
    if (!feature.namesCategories()) {
      products.add(feature.field());
    }
  }

  private void feature(String key, FeatureSettings feature) {
    FieldPath path = FieldPath.parse(feature.field());
    FeatureSettings other = features.put(path, feature);
    if (other == null) {
      requireApart(key, path);
      taken.add(path);
    } else if (feature.isManyValued() || other.isManyValued()) {
      throw new IllegalArgumentException(
          key + " must not use a field that is an array, a map or tags already: " + path);
    } else if (isTwin(feature, other)) {
      throw new IllegalArgumentException(
          key + " must not use a field in the same way as another feature: " + path);
    }
  }

  /** Twins would share their columns, or their table, and count each other's. */
  private static boolean isTwin(FeatureSettings one, FeatureSettings other) {
    boolean sharing = one.sharesColumns() && other.sharesColumns();
    boolean embedded = one.embedded().isPresent() && other.embedded().isPresent();
    return one.equals(other) || sharing || embedded;
  }

  private void alone(String key, String field) {
    FieldPath path = FieldPath.parse(field);
    if (taken.contains(path)) {
      throw new IllegalArgumentException(
          key + " must not use a field that is used already: " + path);
    }
    requireApart(key, path);
    taken.add(path);
    targets.add(path);
  }

  private void requireApart(String key, FieldPath path) {
    for (FieldPath other : taken) {
      if (path.covers(other) || other.covers(path)) {
        throw new IllegalArgumentException(
            key + " must not use both a field and one inside it: " + path + " and " + other);
      }
    }
  }

  private void combined(String key, String name, FeatureSettings of, CrossPart part) {
    if (products.contains(name)) {
      throw new IllegalArgumentException(
          key + " must name fields, not another feature that is made of some: " + name);
    }
    FieldPath path = FieldPath.parse(part.field());
    if (targets.contains(path)) {
      throw new IllegalArgumentException(key + " must not use the label or the weight: " + name);
    }
    FeatureSettings feature = features.get(path);
    boolean category = of.namesCategory(name);
    boolean crossesMany = part.many() && category;
    if (feature != null && feature.isManyValued() && !crossesMany) {
      throw new IllegalArgumentException(
          key
              + " must name fields of one value, not an array"
              + (category ? " or a map: " : ", a map or tags: ")
              + name);
    }
    if (!taken.contains(path)) {
      requireApart(key, path);
      taken.add(path);
    }
  }
}
