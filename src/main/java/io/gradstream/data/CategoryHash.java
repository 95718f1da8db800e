package io.gradstream.data;

import com.dynatrace.hash4j.hashing.Hasher32;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Which of a categorical field's columns a category has: MurmurHash3_x86_32 with seed 0 over the
 * UTF-8 of its text, taken as unsigned, modulo the number of columns. Every language has this hash,
 * so a consumer can find the column that the learner chose. Not thread-safe.
 */
public final class CategoryHash {
  static final String DESCRIPTION = "murmur3_32(utf8) seed 0, unsigned modulo buckets";

  private static final Hasher32 MURMUR = Hashing.murmur3_32();

  private byte[] utf8 = new byte[64];

  /**
   * The column, from 0 to {@code buckets - 1}, of the category {@code text}.
   *
   * @throws IllegalArgumentException if the text holds half a surrogate pair: it has no UTF-8 then
   */
  public int bucket(String text, int buckets) {
    int bucket = bucket(text.toCharArray(), 0, text.length(), buckets);
    if (bucket < 0) {
      throw new IllegalArgumentException("a category must not hold half a surrogate pair: " + text);
    }
    return bucket;
  }

  /**
   * The column of the category that {@code length} characters from {@code offset} on spell; -1 if
   * they hold half a surrogate pair.
   */
  int bucket(char[] text, int offset, int length, int buckets) {
    if (utf8.length < 3L * length) {
      utf8 = new byte[Math.multiplyExact(3, length)];
    }
    int size = toUtf8(text, offset, offset + length);
    return size < 0 ? -1 : Integer.remainderUnsigned(MURMUR.hashBytesToInt(utf8, 0, size), buckets);
  }

  private int toUtf8(char[] text, int start, int end) {
    int size = 0;
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (c < 0x80) {
        utf8[size++] = (byte) c;
      } else if (!Character.isSurrogate(c)) {
        size = appendWide(c, size);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text[i + 1])) {
        size = appendSupplementary(Character.toCodePoint(c, text[++i]), size);
      } else {
        return -1;
      }
    }
    return size;
  }

  private int appendWide(char c, int size) {
    int at = size;
    if (c < 0x800) {
      utf8[at++] = (byte) (0xC0 | c >> 6);
    } else {
      utf8[at++] = (byte) (0xE0 | c >> 12);
      utf8[at++] = continuation(c >> 6);
    }
    utf8[at++] = continuation(c);
    return at;
  }

  private int appendSupplementary(int codePoint, int size) {
    utf8[size] = (byte) (0xF0 | codePoint >> 18);
    utf8[size + 1] = continuation(codePoint >> 12);
    utf8[size + 2] = continuation(codePoint >> 6);
    utf8[size + 3] = continuation(codePoint);
    return size + 4;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }
}
