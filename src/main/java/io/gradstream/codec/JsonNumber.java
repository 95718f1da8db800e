package io.gradstream.codec;

import java.nio.charset.StandardCharsets;

/**
 * A number of a record as {@code digits · 10^exponent}.
 *
 * <p>Where digits and power of ten are exact as doubles, their product or quotient is the nearest
 * double (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990). With more digits it
 * is off by less than two units in the last place, which decides a float32 all the same unless it
 * is that near to the middle between two.
 */
final class JsonNumber {
  private static final int MOST_DIGITS = 18;
  private static final long EXACT = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** The bits of a double beyond a float32's, and what they are in the middle between two. */
  private static final long BEYOND = (1L << 29) - 1;

  private static final long MIDDLE = 1L << 28;
  private static final long DOUBT = 8;

  private byte[] bytes = {};
  private int start;
  private int end;
  private boolean negative;
  private long digits;
  private int exponent;

  /**
   * Reads the number at {@code from}.
   *
   * @return behind its last character; -1 if it is none, or one that is not read here
   */
  int read(byte[] record, int from) {
    bytes = record;
    start = from;
    negative = from < record.length && record[from] == '-';
    digits = 0;
    exponent = 0;
    int first = negative ? from + 1 : from;
    int at = readDigits(first);
    boolean leadingZero = at > first + 1 && record[first] == '0';
    if (at == first || leadingZero) {
      return -1;
    }
    int count = at - first;
    if (at < record.length && record[at] == '.') {
      int fraction = at + 1;
      at = readDigits(fraction);
      exponent = fraction - at;
      count -= exponent;
      if (at == fraction) {
        return -1;
      }
    }
    if (at < record.length && (record[at] | 0x20) == 'e') {
      at = readExponent(at + 1);
    }
    end = at;
    boolean tooLong = count > MOST_DIGITS && count - leadingZeros(first) > MOST_DIGITS;
    // Minus zero is another number to some.
    return tooLong || (negative && digits == 0) ? -1 : at;
  }

  private int leadingZeros(int first) {
    int at = first;
    while (at < end && (bytes[at] == '0' || bytes[at] == '.')) {
      at++;
    }
    return at - first - (at > first + 1 ? 1 : 0);
  }

  private int readDigits(int from) {
    int at = from;
    long number = digits;
    while (at <= bytes.length - Long.BYTES && JsonBytes.areDigits(JsonBytes.eight(bytes, at))) {
      number = number * 100_000_000 + JsonBytes.number(JsonBytes.eight(bytes, at));
      at += Long.BYTES;
    }
    while (at < bytes.length && isDigit(bytes[at])) {
      number = number * 10 + bytes[at++] - '0';
    }
    digits = number;
    return at;
  }

  private int readExponent(int from) {
    int at = from;
    boolean down = at < bytes.length && bytes[at] == '-';
    if (down || (at < bytes.length && bytes[at] == '+')) {
      at++;
    }
    int first = at;
    int number = 0;
    while (at < bytes.length && isDigit(bytes[at]) && at < first + 4) {
      number = number * 10 + bytes[at++] - '0';
    }
    exponent += down ? -number : number;
    return at == first || at == first + 4 ? -1 : at;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** Where the number begins. */
  int start() {
    return start;
  }

  /** Behind its last character. */
  int end() {
    return end;
  }

  /** The nearest double. */
  double nearest() {
    return digits <= EXACT && isNear() ? product() : parsed();
  }

  /** The nearest double, rounded to float32. */
  float float32() {
    if (!isNear()) {
      return (float) parsed();
    }
    double product = product();
    return digits <= EXACT || isDecided(product) ? (float) product : (float) parsed();
  }

  private boolean isNear() {
    return exponent >= -22 && exponent <= 22;
  }

  private double product() {
    double size = digits;
    size = exponent < 0 ? size / POWERS[-exponent] : size * POWERS[exponent];
    return negative ? -size : size;
  }

  /* Digits beyond 2^53 times a power from 1e-22 on: neither float32's smallest nor largest is near. */
  private static boolean isDecided(double product) {
    long beyond = Double.doubleToRawLongBits(product) & BEYOND;
    return Math.abs(beyond - MIDDLE) > DOUBT && Math.abs(product) < 1e38;
  }

  private double parsed() {
    return Double.parseDouble(new String(bytes, start, end - start, StandardCharsets.US_ASCII));
  }
}
