package io.gradstream.data;

import io.gradstream.settings.SettingsText;

/**
 * What becomes of a sample in which a feature's field is missing or null, or a number that is NaN.
 */
public enum Missing {
  /** The sample is no sample of the schema: it goes to the dead letters. */
  DEAD_LETTER,
  /** The field counts as 0, before scaling; what is sparse has no entry, and a vector is zeros. */
  ZERO,
  /** The field counts as the running mean of the values seen so far, before scaling. */
  MEAN,
  /**
   * A column of the feature's own, behind its others, is 1, and 0 in samples that have the field. A
   * number counts as the mean besides; what is sparse has no other entry. A category with a vector
   * has no such column, but another vector for that.
   */
  INDICATOR;

  /** The word settings and published versions use: {@code dead-letter}. */
  public String word() {
    return SettingsText.of(this);
  }

  /** Whether the mean stands for a number that is missing. */
  boolean isFilled() {
    return this == MEAN || this == INDICATOR;
  }

  /**
   * Checks that it is none that needs a mean.
   *
   * @param what has none
   * @throws IllegalArgumentException if it is
   */
  void requireNotMean(String what) {
    if (this == MEAN) {
      throw new IllegalArgumentException(
          "missing must be zero, indicator or dead-letter for " + what + ": mean");
    }
  }
}
