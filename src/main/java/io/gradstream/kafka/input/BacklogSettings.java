package io.gradstream.kafka.input;

import java.time.Duration;
import java.util.Optional;

/**
 * What to do about samples that have waited too long, the {@code input.backlog} section.
 *
 * @param after a record is late where its partition has one with a timestamp so much later
 * @param do_ what becomes of it
 * @param batch how many late samples a step is over, at least {@code batch.size}, and eight times
 *     that unless set; only with {@code catch-up}
 */
public record BacklogSettings(Duration after, Reaction do_, Optional<Integer> batch) {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final int USUAL_FACTOR = 8;

  /** What becomes of late records. */
  public enum Reaction {
    /** They are passed over, on to what comes next, and the version says which they were. */
    SKIP,
    /** They are learned in larger batches, and the version says which they are. */
    CATCH_UP
  }

  /** Checks that something has to be late, and that a batch is for whoever catches up. */
  public BacklogSettings {
    if (after.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "after must be at least 1s: %d ms".formatted(after.toMillis()));
    }
    if (batch.isPresent() && do_ != Reaction.CATCH_UP) {
      throw new IllegalArgumentException("batch needs do: catch-up");
    }
  }

  /**
   * How many samples a step is over at most.
   *
   * @param usual how many where none is late
   * @throws IllegalArgumentException if that is more
   */
  public int largestBatch(int usual) {
    int largest = batch.orElse(do_ == Reaction.CATCH_UP ? usual * USUAL_FACTOR : usual);
    if (largest < usual) {
      throw new IllegalArgumentException(
          "input.backlog.batch must be at least batch.size, %d: %d".formatted(usual, largest));
    }
    return largest;
  }
}
