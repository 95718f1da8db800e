package io.gradstream.data.time;

/**
 * Reads a moment as ISO 8601 writes it, without an object for it: {@code 2001-01-31}, {@code
 * 2001-01-31T08:15}, {@code 2001-01-31 08:15:30.25+01:00}, {@code 2001-01-31T08:15Z}. Not
 * thread-safe.
 */
public final class IsoTime {
  private byte[] text = new byte[0];
  private int at;
  private int end;
  private boolean fails;

  private long second;
  private int milli;
  private boolean hasOffset;

  /** The second since 1970-01-01T00:00, in UTC if there was an offset, else in local time. */
  public long second() {
    return second;
  }

  /** The thousandth of that second. */
  public int milli() {
    return milli;
  }

  /** Whether the text said how far it is from UTC. */
  public boolean hasOffset() {
    return hasOffset;
  }

  /** Reads a text. Returns whether it is a moment. */
  public boolean parse(byte[] utf8, int offset, int length) {
    text = utf8;
    at = offset;
    end = offset + length;
    fails = false;
    hasOffset = false;
    milli = 0;
    second = 86_400 * day();
    if (at < end && (text[at] == 'T' || text[at] == ' ')) {
      at++;
      second += clock();
      second -= zone();
    }
    return !fails && at == end;
  }

  private long day() {
    int year = number(4, 0, 9999);
    expect('-');
    int month = number(2, 1, 12);
    expect('-');
    int day = number(2, 1, 31);
    fails |= day > daysOf(month, year);
    return fails ? 0 : daysBefore(year, month) + day - 1;
  }

  private long clock() {
    long seconds = 3600L * number(2, 0, 23);
    expect(':');
    seconds += 60L * number(2, 0, 59);
    if (at < end && text[at] == ':') {
      at++;
      seconds += number(2, 0, 59);
      fraction();
    }
    return seconds;
  }

  private void fraction() {
    if (at < end && text[at] == '.') {
      int first = ++at;
      int worth = 100;
      while (at < end && text[at] >= '0' && text[at] <= '9') {
        milli += worth * (text[at++] - '0');
        worth /= 10;
      }
      fails |= at == first;
    }
  }

  /** How many seconds the text is ahead of UTC. */
  private int zone() {
    if (at == end) {
      return 0;
    }
    hasOffset = true;
    byte sign = text[at++];
    if (sign == 'Z') {
      return 0;
    }
    fails |= sign != '+' && sign != '-';
    int seconds = 3600 * number(2, 0, 18);
    if (at < end) {
      if (text[at] == ':') {
        at++;
      }
      seconds += 60 * number(2, 0, 59);
    }
    return sign == '-' ? -seconds : seconds;
  }

  private int number(int digits, int least, int most) {
    int number = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < end ? text[at++] - '0' : -1;
      fails |= digit < 0 || digit > 9;
      number = 10 * number + digit;
    }
    fails |= number < least || number > most;
    return number;
  }

  private void expect(char expected) {
    fails |= at >= end || text[at] != expected;
    at++;
  }

  private static int daysOf(int month, int year) {
    if (month == 2) {
      return isLeap(year) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** Days from 1970-01-01 to the first of a month: years begin in March, so that leap days end. */
  private static long daysBefore(int year, int month) {
    long marchYear = month > 2 ? year : year - 1;
    int sinceMarch = (month + 9) % 12;
    long leaps =
        Math.floorDiv(marchYear, 4) - Math.floorDiv(marchYear, 100) + Math.floorDiv(marchYear, 400);
    return 365 * marchYear + leaps + (153L * sinceMarch + 2) / 5 - 719_468;
  }
}
