package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.text.CategoryHash;

/** The hash of a category that has a vector in a table. */
final class EmbeddedEncoder extends FieldEncoder {
  private final CategoryText text;
  private final CategoryHash hash;
  private final int index;
  private long category;

  /** The encoder of the schema's embedded field number {@code index}. */
  EmbeddedEncoder(CategoryText text, CategoryHash hash, int index) {
    this.text = text;
    this.hash = hash;
    this.index = index;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    text.read(value);
    category = hash.unsigned(text.utf8(), text.offset(), text.length());
  }

  @Override
  public void write(MiniBatch batch) {
    batch.setCategory(index, category);
  }

  /** What is written instead where the field is missing. */
  RowWriter missing(Missing policy) {
    long marker = policy == Missing.INDICATOR ? MiniBatch.OWN_MISSING : MiniBatch.MISSING;
    return batch -> batch.setCategory(index, marker);
  }
}
