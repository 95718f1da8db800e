package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.Text;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.TextAnalyzer;
import io.gradstream.data.text.TextBuffer;
import java.util.Arrays;

/**
 * The runs of words or characters of a text, an entry of 1 for each. The text is written out in one
 * form first, in which every run is a piece. Not thread-safe; allocates nothing once it has room.
 */
final class TextEncoder extends FieldEncoder implements CrossTerm {
  private final Text feature;
  private final CategoryText text;
  private final CategoryHash hash;
  private final int first;
  private final SampleLimits limits;
  private byte[] plain = new byte[64];
  private int length;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int tokens;

  /**
   * The encoder of a text whose buckets begin at the column {@code first}.
   *
   * @param limits how many runs there may be
   */
  TextEncoder(Text feature, CategoryText text, CategoryHash hash, int first, SampleLimits limits) {
    this.feature = feature;
    this.text = text;
    this.hash = hash;
    this.first = first;
    this.limits = limits;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    text.read(value);
    plain = ensured(plain, text.length() + 1);
    length = 0;
    tokens = 0;
    if (feature.analyzer() == TextAnalyzer.WORD) {
      readWords(text.utf8(), text.offset(), text.offset() + text.length());
    } else {
      readCharacters(text.utf8(), text.offset(), text.offset() + text.length());
    }
    long runs = runs();
    if (runs > limits.arrayLength()) {
      throw new RejectedSample(limits.tooLong(feature.field(), runs));
    }
  }

  private long runs() {
    long runs = 0;
    for (int size = feature.least(); size <= feature.most(); size++) {
      runs += Math.max(0, tokens - size + 1);
    }
    return runs;
  }

  @Override
  public int count() {
    return (int) runs();
  }

  @Override
  public void appendTo(TextBuffer cross, int index) {
    int at = index;
    int size = feature.least();
    while (at >= tokens - size + 1) {
      at -= Math.max(0, tokens - size + 1);
      size++;
    }
    cross.append(plain, starts[at], ends[at + size - 1] - starts[at]);
  }

  /** Words, one space between two. */
  private void readWords(byte[] utf8, int from, int to) {
    boolean within = false;
    for (int i = from; i < to; i++) {
      boolean word = isOfWord(utf8[i]);
      if (word && !within) {
        if (tokens > 0) {
          plain[length++] = ' ';
        }
        begin();
      }
      if (word) {
        plain[length++] = small(utf8[i]);
        ends[tokens - 1] = length;
      }
      within = word;
    }
  }

  /** Characters, one space for every run of white space between them. */
  private void readCharacters(byte[] utf8, int from, int to) {
    boolean space = false;
    for (int i = from; i < to; i++) {
      boolean blank = isBlank(utf8[i]);
      if (!blank && space && tokens > 0) {
        begin();
        plain[length++] = ' ';
        ends[tokens - 1] = length;
      }
      if (!blank) {
        if (!isContinuation(utf8[i])) {
          begin();
        }
        plain[length++] = small(utf8[i]);
        ends[tokens - 1] = length;
      }
      space = blank;
    }
  }

  private void begin() {
    if (tokens == starts.length) {
      starts = Arrays.copyOf(starts, 2 * tokens);
      ends = Arrays.copyOf(ends, 2 * tokens);
    }
    starts[tokens++] = length;
  }

  private static boolean isOfWord(byte b) {
    return b < 0
        || b == '_'
        || (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z');
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static byte small(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 'a' - 'A') : b;
  }

  private static byte[] ensured(byte[] bytes, int length) {
    return bytes.length < length ? new byte[Math.max(length, 2 * bytes.length)] : bytes;
  }

  @Override
  public void write(MiniBatch batch) {
    for (int size = feature.least(); size <= feature.most(); size++) {
      for (int at = 0; at + size <= tokens; at++) {
        int start = starts[at];
        int column = first + hash.bucket(plain, start, ends[at + size - 1] - start);
        batch.sparse().append(column, 1);
      }
    }
  }
}
