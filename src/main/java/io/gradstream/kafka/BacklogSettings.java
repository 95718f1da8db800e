package io.gradstream.kafka;

import java.time.Duration;

/**
 * What to do about samples that have waited too long, the {@code input.backlog} section.
 *
 * @param after a record is late where its partition has one with a timestamp so much later
 * @param do_ what becomes of it
 */
public record BacklogSettings(Duration after, Reaction do_) {
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** What becomes of late records. */
  public enum Reaction {
    /** They are passed over, on to what comes next, and the version says which they were. */
    SKIP
  }

  /** Checks that something has to be late. */
  public BacklogSettings {
    if (after.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "after must be at least 1s: %d ms".formatted(after.toMillis()));
    }
  }
}
