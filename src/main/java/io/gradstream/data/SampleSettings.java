package io.gradstream.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The schema of a sample: which fields of a record are features, in the order of their columns, and
 * which is the label.
 *
 * @param features at least one
 * @param label what is learned
 */
public record SampleSettings(List<FeatureSettings> features, LabelSettings label) {
  /** Checks that no field is used twice and that a row is not wider than an array can be. */
  public SampleSettings {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("features must name at least one field: []");
    }
    requireDistinct(features, label);
    requireAddressable(features);
  }

  /** The columns of a row: the sum of the features'. */
  public int width() {
    return features.stream().mapToInt(FeatureSettings::columns).sum();
  }

  private static void requireDistinct(List<FeatureSettings> features, LabelSettings label) {
    List<FieldPath> taken = new ArrayList<>();
    for (FeatureSettings feature : features) {
      FieldPath path = FieldPath.parse(feature.field());
      requireFree("features", path, taken);
      taken.add(path);
    }
    requireFree("label", FieldPath.parse(label.field()), taken);
  }

  private static void requireFree(String key, FieldPath path, List<FieldPath> taken) {
    for (FieldPath other : taken) {
      if (path.equals(other)) {
        throw new IllegalArgumentException(
            key + " must not use a field that is a feature already: " + path);
      }
      if (path.covers(other) || other.covers(path)) {
        throw new IllegalArgumentException(
            key + " must not use both a field and one inside it: " + path + " and " + other);
      }
    }
  }

  private static void requireAddressable(List<FeatureSettings> features) {
    long width = features.stream().mapToLong(FeatureSettings::columns).sum();
    if (width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "features must have at most " + Integer.MAX_VALUE + " columns together: " + width);
    }
  }
}
