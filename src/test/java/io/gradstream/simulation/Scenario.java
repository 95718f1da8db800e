package io.gradstream.simulation;

import io.gradstream.codec.VersionFormat;
import io.gradstream.pipeline.PublishSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run is about, drawn before it begins.
 *
 * @param kind what is learned
 * @param partitions of the input
 * @param samples how many there are
 * @param bounded whether all is there at first, and learners end behind it
 * @param badness how many of a hundred records are no samples
 * @param second whether there is a second learner
 * @param sameHost whether that one takes the first for dead, as one of its host that was restarted
 * @param publish how often versions are published
 */
record Scenario(
    Kind kind,
    int partitions,
    int samples,
    boolean bounded,
    int badness,
    boolean second,
    boolean sameHost,
    PublishSettings publish) {
  static Scenario of(World world) {
    Kind kind = Kind.values()[world.below(Kind.values().length)];
    int most = kind == Kind.WEIGHTS ? Kind.MOST_WEIGHTS : 40;
    return new Scenario(
        kind,
        kind == Kind.WEIGHTS ? world.between(1, 3) : 1,
        world.between(8, most),
        kind == Kind.BATCHES || world.happens(0.3),
        world.happens(0.5) ? 0 : world.between(1, 30),
        world.happens(0.5),
        world.happens(0.5),
        new PublishSettings(
            Optional.empty(),
            VersionFormat.JSON,
            world.between(2, 8),
            Duration.ofMillis(world.between(300, 5_000)),
            Optional.empty(),
            true));
  }
}
