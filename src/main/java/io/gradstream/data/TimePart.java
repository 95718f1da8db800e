package io.gradstream.data;

import java.util.Locale;

/** What counts of a moment, read off a clock on the wall. */
public enum TimePart {
  /** 0 to 23. */
  HOUR(24) {
    @Override
    int index(WallClock clock) {
      return clock.hour();
    }

    @Override
    double turn(WallClock clock) {
      return clock.dayPassed();
    }
  },
  /** 0, Monday, to 6, Sunday. */
  WEEKDAY(7) {
    @Override
    int index(WallClock clock) {
      return clock.weekday();
    }

    @Override
    double turn(WallClock clock) {
      return (clock.weekday() + clock.dayPassed()) / 7;
    }
  },
  /** 0, January, to 11, December. */
  MONTH(12) {
    @Override
    int index(WallClock clock) {
      return clock.month();
    }

    @Override
    double turn(WallClock clock) {
      return (clock.month() + (clock.dayOfMonth() - 1 + clock.dayPassed()) / clock.daysOfMonth())
          / 12;
    }
  },
  /** The day, as ISO 8601 writes it: {@code 2001-01-31}. It never comes again: for crosses only. */
  DATE(0) {
    @Override
    int index(WallClock clock) {
      throw new IllegalStateException("a date has no index");
    }

    @Override
    double turn(WallClock clock) {
      throw new IllegalStateException("a date does not come again");
    }

    @Override
    void appendTo(TextBuffer text, WallClock clock) {
      clock.appendDate(text);
    }
  };

  private final int count;

  TimePart(int count) {
    this.count = count;
  }

  /** How many values it has. */
  int count() {
    return count;
  }

  /** Which of its values the clock shows. */
  abstract int index(WallClock clock);

  /** How much of the whole that its values divide has passed, from 0 to below 1. */
  abstract double turn(WallClock clock);

  /** Adds what the clock shows as a text: the index in decimal digits. */
  void appendTo(TextBuffer text, WallClock clock) {
    text.appendNumber(index(clock));
  }

  /** The word settings and published versions use: {@code hour}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
