package io.gradstream.data;

/** The hash of a category that has a vector in a table. */
final class EmbeddedEncoder extends FieldEncoder {
  private final String field;
  private final CategoryHash hash;
  private final int index;
  private long category;

  /** The encoder of the schema's embedded field number {@code index}. */
  EmbeddedEncoder(String field, CategoryHash hash, int index) {
    this.field = field;
    this.hash = hash;
    this.index = index;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    CategoryText.require(field, value);
    byte[] utf8 = value.utf8();
    int length = CategoryText.length(field, value);
    category = hash.unsigned(utf8, value.utf8Offset(), length);
  }

  @Override
  public void write(MiniBatch batch) {
    batch.setCategory(index, category);
  }

  /** What is written instead where the field is missing. */
  Ending missing(Missing policy) {
    long marker = policy == Missing.INDICATOR ? MiniBatch.OWN_MISSING : MiniBatch.MISSING;
    return batch -> batch.setCategory(index, marker);
  }
}
