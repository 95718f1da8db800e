package io.gradstream.data;

import io.gradstream.data.FieldValue.Kind;
import java.util.Arrays;

/** An array of exactly {@code size} numbers. */
final class ArrayEncoder implements FieldEncoder {
  private final String field;
  private final int size;
  private final NumericEncoder[] elements;

  ArrayEncoder(String field, int size) {
    this.field = field;
    this.size = size;
    this.elements = new NumericEncoder[size];
    Arrays.setAll(elements, i -> new NumericEncoder(field + "[" + i + "]"));
  }

  @Override
  public void encode(FieldValue value, float[] row, int column) throws RejectedSample {
    if (value.kind() != Kind.ARRAY) {
      throw new RejectedSample(
          field + " must be an array of " + size + " numbers: " + value.shown());
    }
    int count = 0;
    while (value.nextElement()) {
      if (count < size) {
        elements[count].encode(value, row, column + count);
      }
      count++;
    }
    if (count != size) {
      throw new RejectedSample(field + " must be an array of " + size + " numbers: " + count);
    }
  }
}
