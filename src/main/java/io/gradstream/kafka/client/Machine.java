package io.gradstream.kafka.client;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/**
 * What a learner runs on: a clock, and threads. A simulation has one of its own, in which time is a
 * number and threads take turns.
 */
public interface Machine {
  /** The one that this process runs on. */
  Machine LOCAL = new LocalMachine();

  /** How often a condition is looked at that is waited for. */
  Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  /** A time in ns, from whenever on: only differences mean anything. */
  long nanoTime();

  /** What a clock on the wall says, in ms since the epoch. */
  default long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  /** Lets time pass, less of it where the thread is interrupted. */
  void sleep(Duration time);

  /** A thread that does one thing after the other, and keeps no process alive. */
  ScheduledExecutorService newThread(String name);

  /** Waits until something is so, at most for this long, and says whether it is. */
  default boolean await(Duration patience, BooleanSupplier condition) {
    long deadlineNs = nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (nanoTime() - deadlineNs >= 0) {
        return false;
      }
      sleep(BETWEEN_LOOKS);
    }
    return true;
  }
}
