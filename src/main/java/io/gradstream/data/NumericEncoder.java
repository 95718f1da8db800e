package io.gradstream.data;

import io.gradstream.data.FieldValue.Kind;

/** A number: the nearest double rounded to float32, as NumPy reads JSON. */
final class NumericEncoder extends FieldEncoder {
  private final String field;
  private final int column;

  NumericEncoder(String field, int column) {
    this.field = field;
    this.column = column;
  }

  @Override
  void read(FieldValue value, float[] dense, int start) throws RejectedSample {
    if (value.kind() != Kind.NUMBER) {
      throw new RejectedSample(field + " must be a number: " + value.shown());
    }
    float number = value.float32();
    if (!Float.isFinite(number)) {
      throw new RejectedSample(field + " must be finite in float32: " + value.shown());
    }
    dense[start + column] = number;
  }
}
