package io.gradstream.record.float32;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleSettings;
import java.util.List;

/** Where each field's numbers stand in a vector, counted in numbers. */
final class Float32Layout {
  private final int[] starts;
  private final int[] lengths;
  private final boolean[] arrays;
  private final int features;
  private final int size;

  /** The layout of the fields that an encoder looks for. */
  Float32Layout(SampleSettings settings, List<FieldPath> fields) {
    this.starts = new int[fields.size()];
    this.lengths = new int[fields.size()];
    this.arrays = new boolean[fields.size()];
    int at = 0;
    for (int field = 0; field < fields.size(); field++) {
      int length = arraySize(settings, fields.get(field));
      arrays[field] = length > 0;
      starts[field] = at;
      lengths[field] = Math.max(1, length);
      at += lengths[field];
    }
    int behind = settings.weight().isPresent() ? 2 : 1;
    boolean labelled = fields.contains(FieldPath.parse(settings.label().field()));
    this.features = labelled ? at - behind : at;
    this.size = features + behind;
    if (labelled && behind == 2) {
      // the encoder has the label before the weight
      int label = fields.size() - 2;
      starts[label] = features + 1;
      starts[label + 1] = features;
    }
  }

  /** The size of an array of that path, 0 if it is none. */
  private static int arraySize(SampleSettings settings, FieldPath path) {
    return settings.features().stream()
        .filter(feature -> feature.type() == FeatureSettings.Type.ARRAY)
        .filter(array -> FieldPath.parse(array.field()).equals(path))
        .mapToInt(FeatureSettings::columns)
        .sum();
  }

  int fields() {
    return arrays.length;
  }

  int start(int field) {
    return starts[field];
  }

  int length(int field) {
    return lengths[field];
  }

  boolean isArray(int field) {
    return arrays[field];
  }

  /** How many numbers the features have. */
  int features() {
    return features;
  }

  /** How many numbers a sample to learn has. */
  int size() {
    return size;
  }
}
