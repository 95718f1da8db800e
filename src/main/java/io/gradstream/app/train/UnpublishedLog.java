package io.gradstream.app.train;

import io.gradstream.pipeline.batch.DeadLetter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts dead letters that are not published, and says so in one line a minute. */
final class UnpublishedLog {
  private static final Logger LOG = LoggerFactory.getLogger(UnpublishedLog.class);
  private static final long EVERY_NS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier clockNs;
  private long count;
  private long told;
  private long toldNs;
  private @Nullable DeadLetter first;

  UnpublishedLog(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /** Takes in one more. */
  synchronized void add(DeadLetter letter) {
    if (count == told) {
      first = letter;
    }
    count++;
    tellIfDue();
  }

  /** Says how many there were since it was last said, if that is a minute ago. */
  synchronized void tellIfDue() {
    if (told == 0 || clockNs.getAsLong() - toldNs >= EVERY_NS) {
      tell();
    }
  }

  /** Says how many there were since it was last said. */
  synchronized void tell() {
    DeadLetter since = first;
    if (since != null && count > told) {
      LOG.warn(
          "dead letters beyond input.limits.deadLettersPerSecond were only counted: {}, from {}"
              + " partition {} offset {} on: {}",
          count - told,
          since.topic(),
          since.partition(),
          since.offset(),
          since.reason());
      told = count;
      toldNs = clockNs.getAsLong();
    }
  }

  /** How many there were. */
  synchronized long count() {
    return count;
  }

  /** Forgets them. */
  synchronized void clear() {
    count = 0;
    told = 0;
  }
}
