package io.gradstream.learn.challenge;

import io.gradstream.settings.Bounds;

/** Who makes a challenger the champion, the {@code promote} section. */
public sealed interface PromotionSettings {
  /** Whoever commands it. */
  record Manual() implements PromotionSettings {}

  /**
   * The losses, and whoever commands it.
   *
   * @param window over how many samples champion and challengers are compared, each time anew
   * @param coolDown for how many samples behind a promotion there is no other
   */
  record Automatic(long window, long coolDown) implements PromotionSettings {
    /** Every 5,000 samples, and 10,000 of them without another. */
    public Automatic() {
      this(5_000, 10_000);
    }

    /** Checks the bounds. */
    public Automatic {
      Bounds.require(window >= 10, "window", "must be at least 10", window);
      Bounds.require(coolDown >= 0, "coolDown", "must be at least 0", coolDown);
    }
  }
}
