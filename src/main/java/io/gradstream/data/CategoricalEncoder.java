package io.gradstream.data;

import io.gradstream.tensor.SparseRows;

/** One-hot over hashed buckets: an entry of 1 in the column of the category's. */
final class CategoricalEncoder extends FieldEncoder {
  private final String field;
  private final CategoryHash hash;
  private final int first;
  private int column;

  /** The encoder of a field whose buckets begin at the column {@code first}. */
  CategoricalEncoder(String field, CategoryHash hash, int first) {
    this.field = field;
    this.hash = hash;
    this.first = first;
  }

  @Override
  void read(FieldValue value, float[] dense, int start) throws RejectedSample {
    CategoryText.require(field, value);
    byte[] utf8 = value.utf8();
    int length = value.utf8Length();
    if (length < 0) {
      throw CategoryText.malformed(field, value);
    }
    column = first + hash.bucket(utf8, value.utf8Offset(), length);
  }

  @Override
  void append(SparseRows entries) {
    entries.append(column, 1);
  }
}
