package io.gradstream.data;

import io.gradstream.data.text.CategoryHash;
import io.gradstream.settings.Bounds;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which categories of a field that never ends have a row of its table to themselves; all others
 * share one.
 *
 * @param size how many have one at most; from 1 to 2^24
 * @param admitAfter how often a category must be seen before it gets one; from 1 to 2^24, and 2
 *     unless set
 * @param expireAfter a category that has not been seen for so many samples loses its row to the
 *     next one that is admitted, if no row is free; at least 1 and no less than a step has samples,
 *     and a million unless set
 */
public record VocabularySettings(int size, int admitAfter, long expireAfter) {
  /** What float32 counts exactly. */
  private static final int MOST_SEEN = 1 << 24;

  private static final int MOST_ROWS = 1 << 24;

  /** Checks the bounds. */
  public VocabularySettings {
    requireBetween("size", 1, size, MOST_ROWS);
    requireBetween("admitAfter", 1, admitAfter, MOST_SEEN);
    Bounds.atLeastOne("expireAfter", expireAfter);
  }

  /** Categories that are seen twice, and again within a million samples. */
  public VocabularySettings(int size) {
    this(size, 2, 1_000_000);
  }

  private static void requireBetween(String key, int least, int value, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d: %d".formatted(key, least, most, value));
    }
  }

  /** Puts what a consumer is to know of it. */
  void describe(Map<String, Object> into) {
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("size", size);
    own.put("admitAfter", admitAfter);
    own.put("expireAfter", expireAfter);
    into.put("vocabulary", own);
    into.put("hash", CategoryHash.WHOLE);
  }
}
