package io.gradstream.data;

import io.gradstream.data.FieldValue.Kind;

/** A label that is the index of a class. */
final class ClassEncoder extends FieldEncoder {
  private final String field;
  private final int classes;

  ClassEncoder(String field, int classes) {
    this.field = field;
    this.classes = classes;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    double label = value.kind() == Kind.NUMBER ? value.number() : Double.NaN;
    if (!(label >= 0 && label < classes) || label != Math.rint(label)) {
      throw new RejectedSample(
          field + " must be a class from 0 to " + (classes - 1) + ": " + value.shown());
    }
    dense[start] = (int) label;
  }
}
