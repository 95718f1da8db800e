package io.gradstream.data;

import io.gradstream.data.FieldValue.Kind;

/** An array of exactly {@code size} numbers. */
final class ArrayEncoder implements FieldEncoder {
  private final String field;
  private final int size;

  ArrayEncoder(String field, int size) {
    this.field = field;
    this.size = size;
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
        row[column + count] = element(value, count);
      }
      count++;
    }
    if (count != size) {
      throw new RejectedSample(field + " must be an array of " + size + " numbers: " + count);
    }
  }

  private float element(FieldValue value, int index) throws RejectedSample {
    if (value.kind() != Kind.NUMBER) {
      throw new RejectedSample(field + "[" + index + "] must be a number: " + value.shown());
    }
    float number = (float) value.number();
    if (!Float.isFinite(number)) {
      throw new RejectedSample(
          field + "[" + index + "] must be finite in float32: " + value.shown());
    }
    return number;
  }
}
