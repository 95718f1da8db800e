package io.gradstream.data;

import io.gradstream.settings.SettingsText;

/** How the bin of a number becomes columns. */
public enum BinEncoding {
  /** A column for each bin: 1 in that of the number's, 0 in the others. */
  ONE_HOT,
  /** A column for each edge between two bins: 1 where the number is not below it. */
  CUMULATIVE;

  int columns(int bins) {
    return this == CUMULATIVE ? bins - 1 : bins;
  }

  /** The word settings and published versions use: {@code one-hot}. */
  public String word() {
    return SettingsText.of(this);
  }
}
