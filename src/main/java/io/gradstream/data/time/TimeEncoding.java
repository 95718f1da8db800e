package io.gradstream.data.time;

import io.gradstream.settings.SettingsText;

/** How a part of a moment becomes columns. */
public enum TimeEncoding {
  /** A sparse column for each value. */
  ONE_HOT,
  /**
   * Two dense columns, sin 2πt and cos 2πt, where t is how much of the day (hour), of the week from
   * Monday on (weekday) or of the year in twelfths (month) has passed.
   */
  CYCLIC;

  /** How many columns a part takes. */
  public int columns(TimePart part) {
    return this == CYCLIC ? 2 : part.count();
  }

  /** The word settings and published versions use: {@code one-hot}. */
  public String word() {
    return SettingsText.of(this);
  }
}
