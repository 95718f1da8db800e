package io.gradstream.pipeline;

import io.gradstream.codec.VersionFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * Where, how and how often versions are published, the {@code publish} section. A version is due
 * after {@code everySteps} steps or {@code everyInterval} since the last, whichever comes first;
 * while one is being written, the next waits.
 *
 * @param topic {@code NAME.parameters} unless said
 * @param format how a version is written; JSON unless set
 * @param everySteps steps between versions, at least 1; 100 unless set
 * @param everyInterval the longest time that something learned stays unpublished, above 0; a second
 *     unless set
 * @param compression how versions and state are packed by Kafka's client; unless set as {@code
 *     kafka.properties} have it, and else as pays: by zstd what goes in blocks
 * @param metrics whether the figures of every version go to {@code NAME.metrics} too; so unless set
 */
public record PublishSettings(
    Optional<String> topic,
    VersionFormat format,
    long everySteps,
    Duration everyInterval,
    Optional<Compression> compression,
    boolean metrics) {
  /** The ways in which Kafka packs records, in its words. */
  public enum Compression {
    NONE,
    GZIP,
    SNAPPY,
    LZ4,
    ZSTD
  }

  /** JSON every 100 steps or every second. */
  public PublishSettings() {
    this(Optional.empty(), VersionFormat.JSON, 100, Duration.ofSeconds(1), Optional.empty(), true);
  }

  /** The same to another topic. */
  public PublishSettings to(Optional<String> otherTopic) {
    return new PublishSettings(otherTopic, format, everySteps, everyInterval, compression, metrics);
  }

  /** Checks the bounds. */
  public PublishSettings {
    if (everySteps < 1) {
      throw new IllegalArgumentException("everySteps must be at least 1: " + everySteps);
    }
    if (everyInterval.isNegative() || everyInterval.isZero()) {
      throw new IllegalArgumentException("everyInterval must be positive: " + everyInterval);
    }
  }
}
