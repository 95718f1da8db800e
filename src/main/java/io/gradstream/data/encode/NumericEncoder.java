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
  private final int columns;

  /** A number in one dense column. */
  NumericEncoder(String field, int column) {
    this(field, column, 1);
  }

  /** A number that stands in each of so many dense columns, from {@code column} on. */
  NumericEncoder(String field, int column, int columns) {
    this.field = field;
    this.column = column;
    this.columns = columns;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    double number = number(field, value);
    for (int i = start + column; i < start + column + columns; i++) {
      dense[i] = number;
    }
  }

  /**
   * The number that a field's value is.
   *
   * @throws RejectedSample if it is none, or not finite in float32
   */
  static double number(String field, FieldValue value) throws RejectedSample {
    if (value.kind() != Kind.NUMBER) {
      throw new RejectedSample(field + " must be a number: " + value.shown());
    }
    double number = value.number();
    if (!Float.isFinite((float) number)) {
      throw new RejectedSample(field + " must be finite in float32: " + value.shown());
    }
    return number;
  }
}
