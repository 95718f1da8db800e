package io.gradstream.data;

import io.gradstream.data.FieldValue.Kind;

/** A number: the nearest double rounded to float32, as NumPy reads JSON. */
final class NumericEncoder implements FieldEncoder {
  private final String field;

  NumericEncoder(String field) {
    this.field = field;
  }

  @Override
  public void encode(FieldValue value, float[] row, int column) throws RejectedSample {
    if (value.kind() != Kind.NUMBER) {
      throw new RejectedSample(field + " must be a number: " + value.shown());
    }
    float number = (float) value.number();
    if (!Float.isFinite(number)) {
      throw new RejectedSample(field + " must be finite in float32: " + value.shown());
    }
    row[column] = number;
  }
}
