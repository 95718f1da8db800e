package io.gradstream.learn.metrics;

import java.util.Optional;

/**
 * Over what the figures of a model are taken beside all its samples, the {@code metrics} section.
 *
 * @param window the newest samples, so many; at least 10, at most 100,000, and 1000 unless set
 * @param fading by how much every sample counts less with each that follows: between 0 and 1, and
 *     none of the kind without it
 */
public record MetricsSettings(int window, Optional<Double> fading) {
  private static final int LEAST = 10;
  private static final int MOST = 100_000;

  /** The last thousand samples. */
  public MetricsSettings() {
    this(1000, Optional.empty());
  }

  /** Validates: a window is in every checkpoint, so that it is bounded. */
  public MetricsSettings {
    if (window < LEAST || window > MOST) {
      throw new IllegalArgumentException(
          "window must be %d to %,d samples: %d".formatted(LEAST, MOST, window));
    }
    fading.ifPresent(MetricsSettings::requireFactor);
  }

  private static void requireFactor(double fading) {
    if (!(fading > 0 && fading < 1)) {
      throw new IllegalArgumentException(
          "fading must be above 0 and below 1, such as 0.999: " + fading);
    }
  }
}
