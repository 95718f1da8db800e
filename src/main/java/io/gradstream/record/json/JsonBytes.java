package io.gradstream.record.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes of a record at a time. */
final class JsonBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;

  private JsonBytes() {}

  /** The eight bytes from {@code i} on, the first one lowest. */
  static long eight(byte[] bytes, int i) {
    return (long) LONGS.get(bytes, i);
  }

  /** The index of the first such character of ASCII from one index to before another, or -1. */
  static int indexOf(char c, byte[] bytes, int from, int end) {
    long wanted = c * ONES;
    int at = from;
    while (at <= end - Long.BYTES) {
      long zeros = eight(bytes, at) ^ wanted;
      long found = (zeros - ONES) & ~zeros & HIGH_BITS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < end && bytes[at] != c) {
      at++;
    }
    return at < end ? at : -1;
  }

  /**
   * The index of the quote that ends a string of plain ASCII whose first character is at {@code i};
   * -1 if an escape, a control character, something beyond ASCII or the end comes first.
   */
  static int endOfPlainString(byte[] bytes, int i, int end) {
    int at = i;
    while (at <= end - Long.BYTES) {
      long special = special(eight(bytes, at));
      if (special != 0) {
        int found = at + (Long.numberOfTrailingZeros(special) >>> 3);
        return bytes[found] == '"' ? found : -1;
      }
      at += Long.BYTES;
    }
    for (; at < end; at++) {
      byte c = bytes[at];
      if (c == '"') {
        return at;
      }
      if (c < ' ' || c == '\\') {
        return -1;
      }
    }
    return -1;
  }

  /**
   * The high bit of each byte that is a quote, a backslash, below a space or beyond ASCII; the
   * lowest one is certain, those above it may be a borrow's (S. E. Anderson, Bit Twiddling Hacks).
   */
  private static long special(long eight) {
    long quotes = eight ^ QUOTES;
    long backslashes = eight ^ BACKSLASHES;
    long zeros = ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes);
    long controls = (eight - ' ' * ONES) & ~eight;
    return (zeros | controls | eight) & HIGH_BITS;
  }

  /** Whether these eight bytes are digits. */
  static boolean areDigits(long eight) {
    long high = 0xF0F0F0F0F0F0F0F0L;
    long zeros = '0' * ONES;
    return (eight & high) == zeros && ((eight + 0x0606060606060606L) & high) == zeros;
  }

  /** The number that eight digits spell: pairs of digits, then pairs of pairs, then of those. */
  static int number(long eightDigits) {
    long digits = eightDigits - '0' * ONES;
    long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
    return (int) (fours * 10000 + (fours >>> 32));
  }
}
