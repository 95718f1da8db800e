package io.gradstream.data.time;

import io.gradstream.settings.SettingsText;

/** What a number counts that is a moment, from 1970-01-01T00:00Z on. */
public enum TimeUnit {
  /** Days of 86,400 seconds. */
  DAYS(86_400, 1),
  /** Seconds. */
  SECONDS(1, 1),
  /** Thousandths of a second. */
  MILLIS(1, 1000),
  /** Millionths of a second. */
  MICROS(1, 1_000_000),
  /** Thousand-millionths of a second. */
  NANOS(1, 1_000_000_000);

  private final int seconds;
  private final int perSecond;

  TimeUnit(int seconds, int perSecond) {
    this.seconds = seconds;
    this.perSecond = perSecond;
  }

  /** The last whole second of so many units. */
  public double second(double count) {
    return Math.floor(count * seconds / perSecond);
  }

  /** The same of a whole number, of which a double might not hold all digits. */
  public double second(long count) {
    return seconds == 1 ? Math.floorDiv(count, perSecond) : second((double) count);
  }

  /** The word settings and published versions use: {@code seconds}. */
  public String word() {
    return SettingsText.of(this);
  }
}
