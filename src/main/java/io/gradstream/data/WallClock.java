package io.gradstream.data;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** What a clock and a calendar on the wall show at one moment. Not thread-safe. */
final class WallClock {
  private static final int SECONDS_OF_DAY = 86_400;

  private long day;
  private int second;
  private LocalDate date = LocalDate.EPOCH;
  private byte[] dateText = utf8(date);

  /** Shows the moment so many local seconds after 1970-01-01T00:00. */
  void set(long localSecond) {
    long newDay = Math.floorDiv(localSecond, SECONDS_OF_DAY);
    second = Math.floorMod(localSecond, SECONDS_OF_DAY);
    if (newDay != day) {
      day = newDay;
      date = LocalDate.ofEpochDay(day);
      dateText = utf8(date);
    }
  }

  private static byte[] utf8(LocalDate date) {
    return date.toString().getBytes(StandardCharsets.UTF_8);
  }

  int hour() {
    return second / 3600;
  }

  /** From 0, Monday, on. */
  int weekday() {
    return date.getDayOfWeek().ordinal();
  }

  /** From 0, January, on. */
  int month() {
    return date.getMonthValue() - 1;
  }

  int dayOfMonth() {
    return date.getDayOfMonth();
  }

  int daysOfMonth() {
    return date.lengthOfMonth();
  }

  /** How much of the day has passed, from 0 to below 1. */
  double dayPassed() {
    return (double) second / SECONDS_OF_DAY;
  }

  void appendDate(TextBuffer text) {
    text.append(dateText, 0, dateText.length);
  }
}
