package io.gradstream.record.csv;

/** Tells numbers from other texts: {@code -12}, {@code +1.5e-3}, {@code .5}, {@code 007}. */
final class CsvNumber {
  private CsvNumber() {}

  static boolean isOne(char[] text, int offset, int length) {
    int end = offset + length;
    int at = offset;
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int whole = digits(text, at, end);
    at += whole;
    int fraction = 0;
    if (at < end && text[at] == '.') {
      fraction = digits(text, at + 1, end);
      at += 1 + fraction;
    }
    if (whole + fraction == 0) {
      return false;
    }
    return at == end || isExponent(text, at, end);
  }

  /** Whether a number may as well be a code: {@code 007}, {@code 12e4}. */
  static boolean isLikeCode(char[] text, int offset, int length) {
    boolean zeros = length > 1 && text[offset] == '0' && digits(text, offset, offset + 2) == 2;
    int digits = digits(text, offset, offset + length);
    boolean exponent = digits > 0 && digits < length && (text[offset + digits] | 0x20) == 'e';
    return zeros || (exponent && digits(text, offset + digits + 1, offset + length) > 0);
  }

  private static boolean isExponent(char[] text, int from, int end) {
    if (text[from] != 'e' && text[from] != 'E') {
      return false;
    }
    int at = from + 1;
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int digits = digits(text, at, end);
    return digits > 0 && at + digits == end;
  }

  private static int digits(char[] text, int from, int end) {
    int at = from;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at - from;
  }
}
