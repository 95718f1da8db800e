package io.gradstream.data.encode;

import io.gradstream.data.HashedFeature;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.TextBuffer;

/** One-hot over the hashed combination of several texts. */
final class CrossEncoder implements RowWriter {
  private final CrossTerm[] parts;
  private final CategoryHash hash;
  private final int first;
  private final TextBuffer text = new TextBuffer();

  CrossEncoder(CrossTerm[] parts, CategoryHash hash, int first) {
    this.parts = parts;
    this.hash = hash;
    this.first = first;
  }

  @Override
  public void write(MiniBatch batch) {
    text.clear();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        text.append(HashedFeature.Cross.SEPARATOR);
      }
      parts[i].appendTo(text);
    }
    batch.sparse().append(first + hash.bucket(text.bytes(), 0, text.length()), 1);
  }
}
