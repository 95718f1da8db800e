package io.gradstream.data;

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
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    CategoryText.require(field, value);
    byte[] utf8 = value.utf8();
    int length = CategoryText.length(field, value);
    column = first + hash.bucket(utf8, value.utf8Offset(), length);
  }

  @Override
  public void write(MiniBatch batch) {
    batch.sparse().append(column, 1);
  }
}
