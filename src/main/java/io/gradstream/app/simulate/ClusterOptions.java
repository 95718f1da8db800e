package io.gradstream.app.simulate;

import io.gradstream.app.train.UsageException;
import io.gradstream.pipeline.simulate.ClusterCosts;
import io.gradstream.settings.SettingsText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a cluster's calls take, as far as that is given and not measured. */
public final class ClusterOptions {
  private static final double BYTES_OF_MEGABIT = 1e6 / 8;

  @Option(
      names = "--commit",
      paramLabel = "TIME",
      description =
          "what a round's transaction takes; measured unless given, by a broker of its own")
  private @Nullable String commit;

  @Option(
      names = "--busy",
      paramLabel = "TIME",
      description = "how much of it the log takes no other round; measured unless given")
  private @Nullable String busy;

  @Option(
      names = "--look",
      paramLabel = "TIME",
      description = "what a look at the log takes; measured unless given")
  private @Nullable String look;

  @Option(
      names = "--network",
      paramLabel = "MBIT",
      defaultValue = "1000",
      description =
          "what the broker's network carries each way, in Mbit a second (${DEFAULT-VALUE})")
  private double network;

  /** Whether something of it has to be measured. */
  public boolean isMeasured() {
    return commit == null || busy == null || look == null;
  }

  /**
   * Checks them, and gives those of a cluster of which all is given.
   *
   * @throws UsageException if one of them is no such thing
   */
  public ClusterCosts given() {
    Duration time = duration("--commit", commit, Duration.ofMillis(30));
    return of(
        new ClusterCosts(
            Duration.ZERO,
            time,
            Duration.ZERO,
            1,
            Duration.ZERO,
            Duration.ZERO,
            time,
            bytesPerSecond()));
  }

  /** How many bytes the network carries in a second. */
  public double bytesPerSecond() {
    if (!(network > 0)) {
      throw new UsageException("--network must be positive: " + network);
    }
    return network * BYTES_OF_MEGABIT;
  }

  /** Measured costs, but for those that are given. */
  public ClusterCosts of(ClusterCosts measured) {
    Duration time = duration("--commit", commit, measured.commit());
    Duration part = duration("--busy", busy, measured.busy());
    if (part.compareTo(time) > 0) {
      if (busy == null) {
        part = time;
      } else {
        throw new UsageException(
            "--busy must be at most --commit, %s: %s"
                .formatted(SettingsText.of(time), SettingsText.of(part)));
      }
    }
    return new ClusterCosts(
        measured.poll(),
        time,
        part,
        measured.processorShare(),
        duration("--look", look, measured.look()),
        measured.fetch(),
        measured.publish(),
        bytesPerSecond());
  }

  private static Duration duration(String option, @Nullable String text, Duration otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      Duration duration = SettingsText.duration(text);
      if (duration.isNegative()) {
        throw new UsageException("%s must not be negative: %s".formatted(option, text));
      }
      return duration;
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("%s: %s".formatted(option, wrong.getMessage()));
    }
  }
}
