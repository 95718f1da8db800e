package io.gradstream.learn.history;

import java.time.Duration;
import java.util.Optional;

/**
 * Which versions are kept beyond the newest, the {@code history} section: one every so often,
 * whichever of the two comes first.
 *
 * @param every the time between them by the timestamps of the samples' records; an hour unless
 *     either is set
 * @param everySamples how many samples are between them
 * @param keep so many, the newest; 48 unless set
 */
public record HistorySettings(Optional<Duration> every, Optional<Long> everySamples, int keep) {
  private static final int MOST = 1000;

  /** One an hour, and 48 of them. */
  public HistorySettings() {
    this(Optional.empty(), Optional.empty(), 48);
  }

  /** Checks the bounds. */
  public HistorySettings {
    if (every.filter(time -> time.toMillis() < 1).isPresent()) {
      throw new IllegalArgumentException("every must be at least 1ms: " + every.get());
    }
    if (everySamples.filter(samples -> samples < 1).isPresent()) {
      throw new IllegalArgumentException("everySamples must be at least 1: " + everySamples.get());
    }
    if (keep < 1 || keep > MOST) {
      throw new IllegalArgumentException("keep must be 1 to %d: %d".formatted(MOST, keep));
    }
  }

  /** Whether so much is between two that are kept. */
  boolean isReached(long samples, long ms) {
    return everySamples.filter(bound -> samples >= bound).isPresent() || boundMs() <= ms;
  }

  private long boundMs() {
    return every
        .or(() -> everySamples.isEmpty() ? Optional.of(Duration.ofHours(1)) : Optional.empty())
        .map(Duration::toMillis)
        .orElse(Long.MAX_VALUE);
  }
}
