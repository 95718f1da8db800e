package io.gradstream.app;

import io.gradstream.codec.VersionFormat;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.config.Settings;
import io.gradstream.kafka.follow.VersionsFollower;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.version.ModelVersion;
import reactor.core.publisher.Flux;

/** The versions of one model on its parameters topic. */
final class PublishedVersions {
  private final VersionsFollower follower;

  PublishedVersions(Settings settings) {
    this.follower =
        new VersionsFollower(
            settings.kafka(),
            settings.topics().parameters(),
            settings.modelName(),
            VersionFormat::decode);
  }

  /** Those that are there now, oldest first. */
  Flux<AssembledVersion> history() {
    return follower.history();
  }

  /** The newest, which must be there, and then whatever comes; as they arrive. */
  Flux<AssembledVersion> newest() {
    return follower.newest();
  }

  /** All of them or the newest, and then whatever comes. */
  Flux<ModelVersion> follow(From from) {
    return arriving(from).map(AssembledVersion::version);
  }

  /** The same as they arrive, not yet put together. */
  Flux<AssembledVersion> arriving(From from) {
    return follower.follow(from);
  }
}
