package io.gradstream.data.text;

import io.gradstream.settings.SettingsText;

/** Which text a number has where it names a category. */
public enum NumberNotation {
  /** That of the record: 17, 17.0 and 1.7e1 are three categories. So had all models at first. */
  AS_WRITTEN,

  /** The one that all notations of a number share: equal numbers are one category. */
  CANONICAL;

  /** The word settings and published versions use: {@code as-written}. */
  public String word() {
    return SettingsText.of(this);
  }
}
