package io.gradstream.data.time;

import io.gradstream.settings.SettingsText;

/** What counts of a moment, read off a clock on the wall. */
public enum TimePart {
  /** 0 to 23. */
  HOUR(24),
  /** 0, Monday, to 6, Sunday. */
  WEEKDAY(7),
  /** 0, January, to 11, December. */
  MONTH(12),
  /** The day, as ISO 8601 writes it: {@code 2001-01-31}. It never comes again: for crosses only. */
  DATE(0);

  private final int count;

  TimePart(int count) {
    this.count = count;
  }

  /** How many values it has; 0 where they never come again. */
  public int count() {
    return count;
  }

  /** The word settings and published versions use: {@code hour}. */
  public String word() {
    return SettingsText.of(this);
  }
}
