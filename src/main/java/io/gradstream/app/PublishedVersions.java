package io.gradstream.app;

import io.gradstream.codec.MalformedContent;
import io.gradstream.config.Settings;
import io.gradstream.kafka.InputSettings.From;
import io.gradstream.kafka.ParametersFollower;
import io.gradstream.kafka.PublishedRecord;
import io.gradstream.learn.ModelVersion;
import reactor.core.publisher.Flux;

/** The versions of one model on its parameters topic. */
final class PublishedVersions {
  private final ParametersFollower follower;
  private final String topic;
  private final String model;

  PublishedVersions(Settings settings) {
    this.topic = settings.topics().parameters();
    this.model = settings.modelName();
    this.follower = new ParametersFollower(settings.kafka(), topic);
  }

  /** Those that are there now, oldest first. */
  Flux<ModelVersion> history() {
    return versions(follower.history());
  }

  /** All of them or the newest, and then whatever comes. */
  Flux<ModelVersion> follow(From from) {
    return versions(follower.follow(from));
  }

  private Flux<ModelVersion> versions(Flux<PublishedRecord> records) {
    return records.filter(published -> published.key().equals(model)).map(this::decode);
  }

  private ModelVersion decode(PublishedRecord published) {
    try {
      return Formats.decode(published.value());
    } catch (MalformedContent e) {
      throw new IllegalStateException(
          "topic %s, offset %d: what has the key of model %s is no version of it: %s"
              .formatted(topic, published.offset(), model, e.getMessage()),
          e);
    }
  }
}
