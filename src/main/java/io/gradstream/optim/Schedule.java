package io.gradstream.optim;

import java.util.Map;

/** How the learning rate changes from step to step. Not thread-safe. */
public interface Schedule {
  /**
   * The rate of a step.
   *
   * @param step how many steps were taken before it
   * @param base the configured rate
   */
  double rate(long step, double base);

  /** Takes in what a schedule may follow: a step's loss, measured before the step learned it. */
  default void observe(double loss) {}

  /** A copy of what it remembers; empty for a schedule that is a function of the step. */
  default Map<String, Double> state() {
    return Map.of();
  }

  /**
   * Goes on where {@code state} was taken.
   *
   * @throws IllegalArgumentException if something is missing
   */
  default void restore(Map<String, Double> state) {}
}
