package io.gradstream.pipeline.simulate;

/**
 * Processors that all members and the broker share.
 *
 * @param count how many there are
 * @param slowdown how many times as long a piece of work takes where all of them have some, at
 *     least 1: they share caches, memory and what they may draw of power
 */
public record SharedProcessors(int count, double slowdown) {
  /** Checks the numbers. */
  public SharedProcessors {
    if (count < 1 || !(slowdown >= 1)) {
      throw new IllegalArgumentException(
          "count and slowdown must be at least 1: %d, %s".formatted(count, slowdown));
    }
  }
}
