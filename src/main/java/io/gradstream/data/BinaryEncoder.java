package io.gradstream.data;

/** A label that is 0 or 1, false or true. */
final class BinaryEncoder extends FieldEncoder {
  private final String field;

  BinaryEncoder(String field) {
    this.field = field;
  }

  @Override
  void read(FieldValue value, float[] dense, int start) throws RejectedSample {
    double label =
        switch (value.kind()) {
          case NUMBER -> value.number();
          case BOOLEAN -> value.isTrue() ? 1 : 0;
          case TEXT, ARRAY, OBJECT, NULL -> Double.NaN;
        };
    if (label != 0 && label != 1) {
      throw new RejectedSample(field + " must be 0, 1, true or false: " + value.shown());
    }
    dense[start] = label == 0 ? 0 : 1;
  }
}
