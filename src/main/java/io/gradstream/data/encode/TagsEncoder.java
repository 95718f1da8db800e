package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.encode.FieldValue.Kind;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.TextBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Several hot columns: an entry of 1 for each category of a list, or of a text that is split. One
 * that comes twice counts twice; null and what is blank between two separators are none.
 */
final class TagsEncoder extends FieldEncoder implements CrossTerm {
  private final String field;
  private final CategoryText text;
  private final CategoryHash hash;
  private final int first;
  private final byte @Nullable [] separator;
  private final SampleLimits limits;
  private int[] columns = new int[16];
  private final TextBuffer texts = new TextBuffer();
  private int[] ends = new int[16];
  private boolean isCrossed;
  private int count;

  /**
   * The encoder of a field whose buckets begin at the column {@code first}.
   *
   * @param separator what stands between two categories of a text, in UTF-8; null where a text is
   *     one category
   * @param limits how many categories there may be
   */
  TagsEncoder(
      String field,
      CategoryText text,
      CategoryHash hash,
      int first,
      byte @Nullable [] separator,
      SampleLimits limits) {
    this.field = field;
    this.text = text;
    this.hash = hash;
    this.first = first;
    this.separator = separator;
    this.limits = limits;
  }

  /** The same, keeping the categories' texts for the crosses it is part of. */
  CrossTerm crossed() {
    isCrossed = true;
    return this;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void appendTo(TextBuffer cross, int index) {
    int start = index == 0 ? 0 : ends[index - 1];
    cross.append(texts.bytes(), start, ends[index] - start);
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    count = 0;
    texts.clear();
    if (value.kind() == Kind.OBJECT) {
      throw new RejectedSample(field + " must be a list of categories: " + value.shown());
    }
    if (value.kind() == Kind.ARRAY) {
      readElements(value);
    } else {
      readText(value);
    }
    if (count > limits.arrayLength()) {
      throw new RejectedSample(limits.tooLong(field, count));
    }
  }

  private void readElements(FieldValue value) throws RejectedSample {
    while (value.nextElement()) {
      if (value.kind() != Kind.NULL) {
        text.read(value);
        keep(text.utf8(), text.offset(), text.length());
      }
    }
  }

  private void readText(FieldValue value) throws RejectedSample {
    text.read(value);
    byte[] between = separator;
    if (between == null) {
      keep(text.utf8(), text.offset(), text.length());
      return;
    }
    byte[] utf8 = text.utf8();
    int end = text.offset() + text.length();
    int from = text.offset();
    for (int at = from; at < end; ) {
      if (isAt(between, utf8, at, end)) {
        keepTrimmed(utf8, from, at);
        at += between.length;
        from = at;
      } else {
        at++;
      }
    }
    keepTrimmed(utf8, from, end);
  }

  private static boolean isAt(byte[] separator, byte[] utf8, int at, int end) {
    int behind = at + separator.length;
    return behind <= end && Arrays.equals(utf8, at, behind, separator, 0, separator.length);
  }

  private void keepTrimmed(byte[] utf8, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && utf8[start] == ' ') {
      start++;
    }
    while (end > start && utf8[end - 1] == ' ') {
      end--;
    }
    if (start < end) {
      keep(utf8, start, end - start);
    }
  }

  /** Beyond the limit they are only counted. */
  private void keep(byte[] utf8, int offset, int length) {
    if (count >= limits.arrayLength()) {
      count++;
      return;
    }
    if (count == columns.length) {
      columns = Arrays.copyOf(columns, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    if (isCrossed) {
      texts.append(utf8, offset, length);
      ends[count] = texts.length();
    }
    columns[count++] = first + hash.bucket(utf8, offset, length);
  }

  @Override
  public void write(MiniBatch batch) {
    for (int i = 0; i < count; i++) {
      batch.sparse().append(columns[i], 1);
    }
  }
}
