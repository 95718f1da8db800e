package io.gradstream.data.encode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.text.NumberNotation;
import java.util.function.Consumer;

/** The text of a field that names what a record is about. It fills no column. */
final class KeyEncoder extends FieldEncoder {
  private final CategoryText text;
  private final Consumer<String> key;

  KeyEncoder(String field, Consumer<String> key) {
    this.text = new CategoryText(field, NumberNotation.CANONICAL);
    this.key = key;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    text.read(value);
    key.accept(new String(text.utf8(), text.offset(), text.length(), UTF_8));
  }
}
