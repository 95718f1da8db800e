package io.gradstream.learn.keyed;

import io.gradstream.settings.Bounds;

/**
 * That every value of a field has a model of its own, the {@code perKey} section.
 *
 * @param field the path of the field: a text or a number, and it need not be a feature
 * @param most so many models are in memory, those of the keys seen last; 100,000 unless set. What
 *     is learned does not depend on it
 */
public record PerKeySettings(String field, int most) {
  private static final int USUAL = 100_000;
  private static final int MOST = 10_000_000;

  /** As many models in memory as is usual. */
  public PerKeySettings(String field) {
    this(field, USUAL);
  }

  /** Checks the bounds. */
  public PerKeySettings {
    Bounds.require(!field.isBlank(), "field", "must name a field of a sample", field);
    Bounds.require(most >= 1 && most <= MOST, "most", "must be 1 to " + MOST, most);
  }
}
