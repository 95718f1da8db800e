package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;

/** 0 or 1, false or true. */
final class BinaryEncoder extends FieldEncoder {
  private final String field;
  private final int column;

  BinaryEncoder(String field, int column) {
    this.field = field;
    this.column = column;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    double number =
        switch (value.kind()) {
          case NUMBER -> value.number();
          case BOOLEAN -> value.isTrue() ? 1 : 0;
          case TEXT, ARRAY, OBJECT, NULL -> Double.NaN;
        };
    if (number != 0 && number != 1) {
      throw new RejectedSample(field + " must be 0, 1, true or false: " + value.shown());
    }
    dense[start + column] = number == 0 ? 0 : 1;
  }
}
