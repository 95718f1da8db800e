package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;

/** Keeps the number of a field for the products it is part of. */
final class NumberTerm extends FieldEncoder {
  private final String field;
  private double number;

  NumberTerm(String field) {
    this.field = field;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    number = NumericEncoder.number(field, value);
  }

  /** The number read last. */
  double number() {
    return number;
  }
}
