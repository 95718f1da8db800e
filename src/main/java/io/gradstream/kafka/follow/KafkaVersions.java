package io.gradstream.kafka.follow;

import io.gradstream.codec.VersionFormat;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.replica.VersionSource;
import reactor.core.publisher.Flux;

/**
 * Versions on topics of a Kafka cluster.
 *
 * @param kafka the cluster
 */
public record KafkaVersions(KafkaSettings kafka) implements VersionSource {
  @Override
  public Flux<AssembledVersion> versions(String topic, String model) {
    return new VersionsFollower(kafka, topic, model, VersionFormat::decode).follow(From.LATEST);
  }
}
