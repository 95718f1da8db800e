package io.gradstream.pipeline;

import io.gradstream.learn.KeyedLearner;
import io.gradstream.learn.Learner;
import org.jspecify.annotations.Nullable;

/** The models of keys as far as they are bounded in memory; nothing where keys have none. */
final class KeysInMemory {
  private final @Nullable KeyedLearner keyed;

  KeysInMemory(Learner learner) {
    this.keyed = learner.keyed().orElse(null);
  }

  /** Every version that was taken is public, or was taken back. */
  void published() {
    if (keyed != null) {
      keyed.published();
    }
  }

  /** What the newest version had of them nobody has. */
  void takeBack() {
    if (keyed != null) {
      keyed.takeBack();
    }
  }

  /** Whether more are there than should be, and none can go before a version is public. */
  boolean mustWait() {
    return keyed != null && keyed.isOverfull();
  }
}
