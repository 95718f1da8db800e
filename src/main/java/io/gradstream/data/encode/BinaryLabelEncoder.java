package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.text.NumberNotation;
import java.util.List;

/** A label of yes or no: 1 or 0, as hinge loss has it 1 or -1, true or false; or these as texts. */
final class BinaryLabelEncoder extends FieldEncoder {
  private static final List<String> SPELLED = List.of("0", "1", "-1", "false", "true");
  private static final double[] MEANT = {0, 1, 0, 0, 1};

  private final String field;
  private final CategoryText text;
  private final LabelWords spelled = new LabelWords(SPELLED);

  BinaryLabelEncoder(String field) {
    this.field = field;
    this.text = new CategoryText(field, NumberNotation.AS_WRITTEN);
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    double label =
        switch (value.kind()) {
          case NUMBER -> value.number() == -1 ? 0 : value.number();
          case BOOLEAN -> value.isTrue() ? 1 : 0;
          case TEXT -> spelled(value);
          case ARRAY, OBJECT, NULL -> Double.NaN;
        };
    if (label != 0 && label != 1) {
      throw new RejectedSample(
          field
              + " must be 0 or -1 or false, or 1 or true; sample.label.values names other words: "
              + value.shown());
    }
    dense[start] = label == 0 ? 0 : 1;
  }

  private double spelled(FieldValue value) throws RejectedSample {
    text.read(value);
    int index = spelled.indexOf(text);
    return index < 0 ? Double.NaN : MEANT[index];
  }
}
