package io.gradstream.data.text;

import io.gradstream.settings.SettingsText;

/** What a text is taken apart into; letters from A to Z count as small ones. */
public enum TextAnalyzer {
  /**
   * Words: the longest runs of letters and digits of ASCII, underscores, and characters beyond
   * ASCII. What stands between them is dropped.
   */
  WORD,
  /** Characters, where a run of white space of ASCII counts as one space, and none at the ends. */
  CHARACTER;

  /** The word settings and published versions use: {@code word}. */
  public String word() {
    return SettingsText.of(this);
  }
}
