package io.gradstream.data.encode;

import io.gradstream.data.LabelSettings;

/** What reads a label into a target. */
final class LabelEncoders {
  private LabelEncoders() {}

  /** The encoder of a label, to column 0. */
  static FieldEncoder of(LabelSettings label) {
    return switch (label.type()) {
      case NUMERIC -> new NumericEncoder(label.field(), 0);
      case BINARY -> binary(label);
      case CLASS ->
          label.classes().names().isEmpty()
              ? new ClassEncoder(label.field(), label.classes().count())
              : new WordEncoder(label.field(), label.classes().names());
    };
  }

  private static FieldEncoder binary(LabelSettings label) {
    if (!label.values().isEmpty()) {
      return new WordEncoder(label.field(), label.words());
    }
    return label
        .positive()
        .<FieldEncoder>map(word -> new PositiveEncoder(label.field(), word))
        .orElseGet(() -> new BinaryLabelEncoder(label.field()));
  }
}
