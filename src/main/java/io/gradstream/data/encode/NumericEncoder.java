package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.FieldValue.Kind;

/**
 * A number as the double that is nearest to what the record has. What is scaled is scaled from
 * that, and becomes float32 behind it: far from zero float32 cannot tell a column's values apart.
 */
final class NumericEncoder extends FieldEncoder {
  private final String field;
  private final int column;

  NumericEncoder(String field, int column) {
    this.field = field;
    this.column = column;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    if (value.kind() != Kind.NUMBER) {
      throw new RejectedSample(field + " must be a number: " + value.shown());
    }
    double number = value.number();
    if (!Float.isFinite((float) number)) {
      throw new RejectedSample(field + " must be finite in float32: " + value.shown());
    }
    dense[start + column] = number;
  }
}
