package io.gradstream.data.encode;

import io.gradstream.data.HashedFeature;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.TextBuffer;
import java.util.stream.IntStream;

/**
 * An entry for every combination of one text of each part, hashed: a single one where no part has
 * several, and none where its value is 0. Where parts are bins, an entry has the column of the
 * first of them for now, and that of every combination of bins beside it.
 */
final class CrossEncoder implements RowWriter {
  private final String name;
  private final int feature;
  private final CrossTerm[] parts;
  private final int[] known;
  private final int[] bins;
  private final EntryValue value;
  private final CategoryHash hash;
  private final int first;
  private final SampleLimits limits;
  private final TextBuffer text = new TextBuffer();
  private final int[] indices;

  /**
   * The encoder of a cross whose buckets begin at the column {@code first}.
   *
   * @param feature the cross's index among the features
   * @param value what every entry holds
   * @param limits how many combinations there may be, those of all bins among them
   */
  CrossEncoder(
      String name,
      int feature,
      CrossTerm[] parts,
      EntryValue value,
      CategoryHash hash,
      int first,
      SampleLimits limits) {
    this.name = name;
    this.feature = feature;
    this.parts = parts;
    this.known = IntStream.range(0, parts.length).filter(i -> !parts[i].isBin()).toArray();
    this.bins = IntStream.range(0, parts.length).filter(i -> parts[i].isBin()).toArray();
    this.value = value;
    this.hash = hash;
    this.first = first;
    this.limits = limits;
    this.indices = new int[parts.length];
  }

  @Override
  public void write(MiniBatch batch) throws RejectedSample {
    long combinations = combinations(known);
    long columns = combinations * combinations(bins);
    if (columns > limits.arrayLength()) {
      throw new RejectedSample(limits.tooLong(name, columns));
    }
    float held = value.value();
    for (long i = 0; held != 0 && i < combinations; i++) {
      append(batch, held);
      advance(known);
    }
  }

  private long combinations(int[] of) {
    long combinations = 1;
    for (int part : of) {
      combinations = Math.min(combinations * parts[part].count(), Integer.MAX_VALUE);
    }
    return combinations;
  }

  private void append(MiniBatch batch, float held) {
    if (bins.length > 0) {
      appendBinned(batch);
    }
    batch.sparse().append(column(), held);
  }

  private void appendBinned(MiniBatch batch) {
    int columns = (int) combinations(bins);
    int entry = batch.sparse().appended() - batch.sparse().start(batch.rows());
    batch.binned().begin(entry, feature, columns);
    for (int i = 0; i < columns; i++) {
      batch.binned().add(column());
      advance(bins);
    }
  }

  private int column() {
    text.clear();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        text.append(HashedFeature.Cross.SEPARATOR);
      }
      parts[i].appendTo(text, indices[i]);
    }
    return first + hash.bucket(text.bytes(), 0, text.length());
  }

  /** To the next combination of these, behind the last to the first: the last goes fastest. */
  private void advance(int[] of) {
    for (int i = of.length - 1; i >= 0; i--) {
      if (++indices[of[i]] < parts[of[i]].count()) {
        return;
      }
      indices[of[i]] = 0;
    }
  }
}
