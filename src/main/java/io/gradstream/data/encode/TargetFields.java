package io.gradstream.data.encode;

import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Which fields of a record say what is learned of it and how much it counts, and what reads each.
 */
record TargetFields(SampleSettings settings) {
  /** The label's field, and that of the weight if there is one. */
  List<RecordFields.Field> all() {
    List<RecordFields.Field> all = new ArrayList<>();
    all.add(RecordFields.Field.of(settings.label().field(), encoder(settings.label())));
    settings
        .weight()
        .ifPresent(path -> all.add(RecordFields.Field.of(path, new WeightEncoder(path))));
    return all;
  }

  /** The encoder of a label, to column 0. */
  private static FieldEncoder encoder(LabelSettings label) {
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
