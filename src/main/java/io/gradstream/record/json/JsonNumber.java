package io.gradstream.record.json;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/**
 * A number of a record as {@code digits · 10^exponent}.
 *
 * <p>Where digits and power of ten are exact as doubles, their product or quotient is the nearest
 * double (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990). Others are parsed.
 */
final class JsonNumber {
  private static final int MOST_DIGITS = 18;
  private static final long EXACT = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

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

  /** Whether it is written as a whole number. */
  boolean isWhole() {
    return exponent == 0;
  }

  /** A whole number with all its digits. */
  long whole() {
    return negative ? -digits : digits;
  }

  /** The nearest double. */
  double nearest() {
    return digits <= EXACT && isNear() ? product() : parsed();
  }

  private boolean isNear() {
    return exponent >= -22 && exponent <= 22;
  }

  private double product() {
    double size = digits;
    size = exponent < 0 ? size / POWERS[-exponent] : size * POWERS[exponent];
    return negative ? -size : size;
  }

  private double parsed() {
    return JavaDoubleParser.parseDouble(bytes, start, end - start);
  }
}
