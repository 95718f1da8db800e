package io.gradstream.data.encode;

import java.util.Arrays;

/** A text in UTF-8 that is put together, in space that is reused. Not thread-safe. */
final class TextBuffer {
  private byte[] bytes = new byte[64];
  private int length;

  void clear() {
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void append(byte[] utf8, int offset, int count) {
    reserve(count);
    System.arraycopy(utf8, offset, bytes, length, count);
    length += count;
  }

  void append(byte ascii) {
    reserve(1);
    bytes[length++] = ascii;
  }

  /** Adds a number of at least 0 in decimal digits. */
  void appendNumber(int number) {
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
