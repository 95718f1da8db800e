package io.gradstream.app;

import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.restore.KeptVersions;
import io.gradstream.version.Snapshot;
import java.util.Optional;

/**
 * The versions that are kept of a model beyond its newest, where its configuration has some kept.
 */
record KeptHistory(Settings settings) {
  /**
   * All of them.
   *
   * @throws UsageException if none are kept
   */
  KeptVersions required() {
    String topic =
        settings
            .topics()
            .history()
            .orElseThrow(
                () ->
                    new UsageException(
                        "history must be in the configuration for versions to be kept: set history:"
                            + " {every: 1h, keep: 48}"));
    return new KeptVersions(settings.kafka(), topic, settings.modelName());
  }

  /** One of them with its state; empty where none are kept, or that one is not. */
  Optional<Snapshot> find(long version) {
    if (settings.topics().history().isEmpty()) {
      return Optional.empty();
    }
    try {
      return required().find(version);
    } catch (KafkaFailure failure) {
      if (failure.kind() == KafkaFailure.Kind.NO_TOPIC) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
