package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.FieldValue.Kind;
import io.gradstream.data.text.DecimalText;
import io.gradstream.data.text.NumberNotation;
import io.gradstream.data.text.TextBuffer;
import java.nio.charset.StandardCharsets;

/** A label that is the index of a class: a number, or a text that spells one. */
final class ClassEncoder extends FieldEncoder {
  private static final int MOST_DIGITS = 9;

  private final String field;
  private final int classes;
  private final CategoryText text;
  private final DecimalText decimal = new DecimalText();
  private final TextBuffer spelled = new TextBuffer();

  ClassEncoder(String field, int classes) {
    this.field = field;
    this.classes = classes;
    this.text = new CategoryText(field, NumberNotation.AS_WRITTEN);
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    double label = number(value);
    if (!(label >= 0 && label < classes) || label != Math.rint(label)) {
      throw new RejectedSample(
          "%s must be a class from 0 to %d, or sample.label.classes must list the words: %s"
              .formatted(field, classes - 1, value.shown()));
    }
    dense[start] = (int) label;
  }

  private double number(FieldValue value) throws RejectedSample {
    if (value.kind() == Kind.NUMBER) {
      return value.number();
    }
    if (value.kind() != Kind.TEXT) {
      return Double.NaN;
    }
    text.read(value);
    spelled.clear();
    boolean number = decimal.append(text.utf8(), text.offset(), text.length(), spelled);
    return number
            && spelled.length() <= MOST_DIGITS
            && DecimalText.isPlain(spelled.bytes(), 0, spelled.length())
        ? Integer.parseInt(
            new String(spelled.bytes(), 0, spelled.length(), StandardCharsets.US_ASCII))
        : Double.NaN;
  }
}
