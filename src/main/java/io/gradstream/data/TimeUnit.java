package io.gradstream.data;

import java.util.Locale;

/** What a number counts that is a moment, from 1970-01-01T00:00Z on. */
public enum TimeUnit {
  /** Seconds. */
  SECONDS(1),
  /** Thousandths of a second. */
  MILLIS(1000);

  private final int perSecond;

  TimeUnit(int perSecond) {
    this.perSecond = perSecond;
  }

  double seconds(double count) {
    return count / perSecond;
  }

  /** The word settings and published versions use: {@code seconds}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
