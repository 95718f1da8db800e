package io.gradstream.record;

/** UTF-8 made of UTF-16, in space that is reused. Not thread-safe. */
public final class Utf8Text {
  private byte[] bytes = new byte[64];
  private int length;

  /** The UTF-8, from index 0 on; valid until the next {@link #set}. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes the text has; -1 if it holds half a surrogate pair and so has no UTF-8. */
  public int length() {
    return length;
  }

  /** Takes the text that {@code count} characters from {@code offset} on spell. */
  public void set(char[] text, int offset, int count) {
    if (bytes.length < 3L * count) {
      bytes = new byte[Math.multiplyExact(3, count)];
    }
    int ascii = copyAscii(text, offset, count);
    length = ascii == count ? count : append(text, offset + ascii, offset + count, ascii);
  }

  private int copyAscii(char[] text, int offset, int count) {
    int i = 0;
    while (i < count && text[offset + i] < 0x80) {
      bytes[i] = (byte) text[offset + i];
      i++;
    }
    return i;
  }

  private int append(char[] text, int start, int end, int from) {
    int size = from;
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (c < 0x80) {
        bytes[size++] = (byte) c;
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
      bytes[at++] = (byte) (0xC0 | c >> 6);
    } else {
      bytes[at++] = (byte) (0xE0 | c >> 12);
      bytes[at++] = continuation(c >> 6);
    }
    bytes[at++] = continuation(c);
    return at;
  }

  private int appendSupplementary(int codePoint, int size) {
    bytes[size] = (byte) (0xF0 | codePoint >> 18);
    bytes[size + 1] = continuation(codePoint >> 12);
    bytes[size + 2] = continuation(codePoint >> 6);
    bytes[size + 3] = continuation(codePoint);
    return size + 4;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }
}
