package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.text.CategoryHash;

/** One-hot over hashed buckets: an entry of 1 in the column of the category's. */
final class CategoricalEncoder extends FieldEncoder {
  private final CategoryText text;
  private final CategoryHash hash;
  private final int first;
  private int column;

  /** The encoder of a field whose buckets begin at the column {@code first}. */
  CategoricalEncoder(CategoryText text, CategoryHash hash, int first) {
    this.text = text;
    this.hash = hash;
    this.first = first;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    text.read(value);
    column = first + hash.bucket(text.utf8(), text.offset(), text.length());
  }

  @Override
  public void write(MiniBatch batch) {
    batch.sparse().append(column, 1);
  }
}
