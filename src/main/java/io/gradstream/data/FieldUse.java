package io.gradstream.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that every field of a record is used for one thing, or else only crossed with others. */
final class FieldUse {
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
    for (FeatureSettings feature : features) {
      if (!(feature instanceof HashedFeature.Cross)) {
        use.take("features", feature.field());
      }
    }
    use.take("label", label.field());
    weight.ifPresent(field -> use.take("weight", field));
    for (int i = 0; i < features.size(); i++) {
      if (features.get(i) instanceof HashedFeature.Cross cross) {
        String key = "features[" + i + "].cross";
        cross.cross().forEach(name -> use.cross(key, name, features, label, weight));
      }
    }
  }

  private void take(String key, String field) {
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
    if (name.equals(label.field()) || weight.equals(Optional.of(name))) {
      throw new IllegalArgumentException(key + " must not use the label or the weight: " + name);
    }
    Optional<FeatureSettings> feature =
        features.stream().filter(each -> each.field().equals(name)).findFirst();
    if (feature.filter(FieldUse::isManyValued).isPresent()) {
      throw new IllegalArgumentException(
          key + " must name fields of one value, not an array or a map: " + name);
    }
    FieldPath path = FieldPath.parse(CrossPart.of(name, features).field());
    if (!taken.contains(path)) {
      requireApart(key, path);
      taken.add(path);
    }
  }

  private static boolean isManyValued(FeatureSettings feature) {
    return feature instanceof FeatureSettings.Array || feature instanceof HashedFeature.Map;
  }
}
