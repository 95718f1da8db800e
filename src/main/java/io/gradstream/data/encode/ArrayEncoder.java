package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.FieldValue.Kind;
import java.util.Arrays;
import java.util.OptionalDouble;

/** An array of exactly {@code size} numbers. */
final class ArrayEncoder extends FieldEncoder {
  private final String field;
  private final int size;
  private final int column;
  private final NumericEncoder[] elements;
  private final OptionalDouble fill;

  /**
   * The encoder of an array from a dense column on.
   *
   * @param fill what stands for an element that is null, if any may be
   */
  ArrayEncoder(String field, int size, int column, OptionalDouble fill) {
    this.field = field;
    this.size = size;
    this.column = column;
    this.fill = fill;
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
        readElement(count, value, dense, start);
      }
      count++;
    }
    if (count != size) {
      throw new RejectedSample(field + " must be an array of " + size + " numbers: " + count);
    }
  }

  private void readElement(int i, FieldValue value, double[] dense, int start)
      throws RejectedSample {
    if (value.kind() == Kind.NULL && fill.isPresent()) {
      dense[start + column + i] = fill.getAsDouble();
    } else {
      elements[i].read(value, dense, start);
    }
  }
}
