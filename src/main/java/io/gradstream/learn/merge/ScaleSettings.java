package io.gradstream.learn.merge;

import io.gradstream.settings.Bounds;
import io.gradstream.settings.SettingsText;
import java.time.Duration;
import java.util.Optional;

/**
 * How several learners share one stream and one model, the {@code scale} section. Members of one
 * model must agree on {@code merge}, {@code staleness} and {@code outer}, by which every one of
 * them puts the same model together.
 *
 * @param members who learns; whoever is started under the model's name, which is the only choice
 * @param round how many samples a member learns before it tells the others; at least 1, and 1,000
 *     unless set
 * @param every how long a round lasts at most, once it has a sample; at least 1 ms, and 1 s unless
 *     set
 * @param merge what a round counts for; average unless set
 * @param staleness how many rounds of others a round may have gone without; at least 1, and 64
 *     unless set
 * @param protocol how partitions are shared out; classic unless set
 * @param outer momentum over the changes of rounds; none unless set
 */
public record ScaleSettings(
    Members members,
    int round,
    Duration every,
    Merge merge,
    int staleness,
    Protocol protocol,
    Optional<OuterSettings> outer) {
  private static final int MOST = 10_000;

  /** Which learners are members. */
  public enum Members {
    /** All that are started under the model's name, for as long as they run. */
    AUTO
  }

  /** What the change that a round has made counts for. */
  public enum Merge {
    /** Its samples' share in all that were learned beside it, its own included. */
    AVERAGE,
    /** All of it, as where rounds touch different weights. */
    SUM
  }

  /** The group protocols of Kafka, by its names. */
  public enum Protocol {
    /** Members share partitions out among themselves, a few moves at a time. */
    CLASSIC,
    /** The broker shares them out (KIP-848), which it must be of version 4.0 for. */
    CONSUMER
  }

  /** All that has a default at its default. */
  public ScaleSettings() {
    this(
        Members.AUTO,
        1000,
        Duration.ofSeconds(1),
        Merge.AVERAGE,
        64,
        Protocol.CLASSIC,
        Optional.empty());
  }

  /** Checks the bounds. */
  public ScaleSettings {
    Bounds.atLeastOne("round", round);
    if (every.toMillis() < 1) {
      throw new IllegalArgumentException("every must be at least 1ms: " + every);
    }
    Bounds.require(
        staleness >= 1 && staleness <= MOST, "staleness", "must be 1 to " + MOST, staleness);
  }

  /**
   * What members must agree on, in words: with how what they say is meant, which programs of
   * several releases may have otherwise.
   */
  public String rule() {
    return "rule 2: merge %s, staleness %d".formatted(SettingsText.of(merge), staleness)
        + outer.map(OuterSettings::rule).orElse("");
  }
}
