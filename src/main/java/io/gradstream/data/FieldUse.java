package io.gradstream.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that every field of a record can be used for what it is used for. Several features may
 * look at one field, but not at what is walked through: the elements of an array are there once.
 */
final class FieldUse {
  private final Map<FieldPath, FeatureSettings> features = new HashMap<>();
  private final List<FieldPath> taken = new ArrayList<>();

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
      if (features.get(i).cross().isEmpty()) {
        use.feature("features[" + i + "]", features.get(i));
      }
    }
    use.alone("label", label.field());
    weight.ifPresent(field -> use.alone("weight", field));
    for (int i = 0; i < features.size(); i++) {
      String key = "features[" + i + "].cross";
      features.get(i).cross().forEach(name -> use.cross(key, name, features, label, weight));
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
  }

  private void requireApart(String key, FieldPath path) {
    for (FieldPath other : taken) {
      if (path.covers(other) || other.covers(path)) {
        throw new IllegalArgumentException(
            key + " must not use both a field and one inside it: " + path + " and " + other);
      }
    }
  }

  private void cross(
      String key,
      String name,
      List<FeatureSettings> features,
      LabelSettings label,
      Optional<String> weight) {
    FieldPath path = FieldPath.parse(CrossPart.of(name, features).field());
    if (path.equals(FieldPath.parse(label.field()))
        || weight.map(FieldPath::parse).equals(Optional.of(path))) {
      throw new IllegalArgumentException(key + " must not use the label or the weight: " + name);
    }
    FeatureSettings feature = this.features.get(path);
    if (feature != null && feature.isManyValued()) {
      throw new IllegalArgumentException(
          key + " must name fields of one value, not an array, a map or tags: " + name);
    }
    if (!taken.contains(path)) {
      requireApart(key, path);
      taken.add(path);
    }
  }
}
