package io.gradstream.data;

import io.gradstream.data.FieldValue.Kind;
import java.util.Arrays;

/** An array of exactly {@code size} numbers. */
final class ArrayEncoder extends FieldEncoder {
  private final String field;
  private final int size;
  private final NumericEncoder[] elements;

  ArrayEncoder(String field, int size, int column) {
    this.field = field;
    this.size = size;
    this.elements = new NumericEncoder[size];
    Arrays.setAll(elements, i -> new NumericEncoder(field + "[" + i + "]", column + i));
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    if (value.kind() != Kind.ARRAY) {
      throw new RejectedSample(
          field + " must be an array of " + size + " numbers: " + value.shown());
    }
    int count = 0;
    while (value.nextElement()) {
      if (count < size) {
        elements[count].read(value, dense, start);
      }
      count++;
    }
    if (count != size) {
      throw new RejectedSample(field + " must be an array of " + size + " numbers: " + count);
    }
  }
}
