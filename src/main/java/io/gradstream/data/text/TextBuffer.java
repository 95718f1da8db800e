package io.gradstream.data.text;

import java.util.Arrays;

/** A text in UTF-8 that is put together, in space that is reused. Not thread-safe. */
public final class TextBuffer {
  private byte[] bytes = new byte[64];
  private int length;

  /** Forgets the text. */
  public void clear() {
    length = 0;
  }

  /** Bytes that begin with the text; valid until something is added. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes the text has. */
  public int length() {
    return length;
  }

  /** Adds so many bytes. */
  public void append(byte[] utf8, int offset, int count) {
    reserve(count);
    System.arraycopy(utf8, offset, bytes, length, count);
    length += count;
  }

  /** Adds a character. */
  public void append(byte ascii) {
    reserve(1);
    bytes[length++] = ascii;
  }

  /** Adds a number of at least 0 in decimal digits. */
  public void appendNumber(int number) {
    if (number >= 10) {
      appendNumber(number / 10);
    }
    append((byte) ('0' + number % 10));
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, count)));
    }
  }
}
