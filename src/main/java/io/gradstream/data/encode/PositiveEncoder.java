package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.text.NumberNotation;
import java.util.List;

/** A label of which one word means yes, and every other no. */
final class PositiveEncoder extends FieldEncoder {
  private final CategoryText text;
  private final LabelWords positive;

  PositiveEncoder(String field, String positive) {
    this.text = new CategoryText(field, NumberNotation.AS_WRITTEN);
    this.positive = new LabelWords(List.of(positive));
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    text.read(value);
    dense[start] = positive.indexOf(text) == 0 ? 1 : 0;
  }
}
