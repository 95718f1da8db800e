package io.gradstream.data;

import java.util.Arrays;

/** One-hot over hashed buckets. */
final class CategoricalEncoder implements FieldEncoder {
  private final String field;
  private final int buckets;
  private final CategoryHash hash = new CategoryHash();

  CategoricalEncoder(String field, int buckets) {
    this.field = field;
    this.buckets = buckets;
  }

  @Override
  public void encode(FieldValue value, float[] row, int column) throws RejectedSample {
    requireScalar(value);
    int bucket =
        hash.bucket(value.textCharacters(), value.textOffset(), value.textLength(), buckets);
    if (bucket < 0) {
      throw new RejectedSample(field + " must not hold half a surrogate pair: " + value.shown());
    }
    Arrays.fill(row, column, column + buckets, 0);
    row[column + bucket] = 1;
  }

  private void requireScalar(FieldValue value) throws RejectedSample {
    boolean category =
        switch (value.kind()) {
          case TEXT, BOOLEAN -> true;
          case NUMBER -> Double.isFinite(value.number());
          case ARRAY, OBJECT, NULL -> false;
        };
    if (!category) {
      throw new RejectedSample(
          field + " must be a string, a finite number or a boolean: " + value.shown());
    }
  }
}
