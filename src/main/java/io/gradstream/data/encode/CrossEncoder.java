package io.gradstream.data.encode;

import io.gradstream.data.HashedFeature;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.TextBuffer;

/**
 * An entry for every combination of one text of each part, hashed: a single one where no part has
 * several, and none where its value is 0.
 */
final class CrossEncoder implements RowWriter {
  private final String name;
  private final CrossTerm[] parts;
  private final EntryValue value;
  private final CategoryHash hash;
  private final int first;
  private final SampleLimits limits;
  private final TextBuffer text = new TextBuffer();
  private final int[] indices;

  /**
   * The encoder of a cross whose buckets begin at the column {@code first}.
   *
   * @param value what every entry holds
   * @param limits how many combinations there may be
   */
  CrossEncoder(
      String name,
      CrossTerm[] parts,
      EntryValue value,
      CategoryHash hash,
      int first,
      SampleLimits limits) {
    this.name = name;
    this.parts = parts;
    this.value = value;
    this.hash = hash;
    this.first = first;
    this.limits = limits;
    this.indices = new int[parts.length];
  }

  @Override
  public void write(MiniBatch batch) throws RejectedSample {
    long combinations = 1;
    for (CrossTerm part : parts) {
      combinations = Math.min(combinations * part.count(), Integer.MAX_VALUE);
    }
    if (combinations > limits.arrayLength()) {
      throw new RejectedSample(limits.tooLong(name, combinations));
    }
    float held = value.value();
    for (long i = 0; held != 0 && i < combinations; i++) {
      append(batch, held);
      advance();
    }
  }

  private void append(MiniBatch batch, float held) {
    text.clear();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        text.append(HashedFeature.Cross.SEPARATOR);
      }
      parts[i].appendTo(text, indices[i]);
    }
    batch.sparse().append(first + hash.bucket(text.bytes(), 0, text.length()), held);
  }

  /** To the next combination, behind the last one to the first: the last part goes fastest. */
  private void advance() {
    for (int i = parts.length - 1; i >= 0; i--) {
      if (++indices[i] < parts[i].count()) {
        return;
      }
      indices[i] = 0;
    }
  }
}
