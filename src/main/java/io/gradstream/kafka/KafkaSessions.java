package io.gradstream.kafka;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.pipeline.Session;

/**
 * The sessions of one learner on Kafka.
 *
 * @param kafka the cluster
 * @param input where samples come from
 * @param topics where they come from and versions go
 * @param model the learner's name: consumer group, place in it and transactional id
 * @param format how versions are written
 * @param bounded whether the source of a session ends where the topic ended when it was opened
 */
public record KafkaSessions(
    KafkaSettings kafka,
    InputSettings input,
    Topics topics,
    String model,
    VersionFormat format,
    boolean bounded)
    implements Session.Factory {
  /**
   * {@inheritDoc} Makes the topics that are missing of those it writes, and fences predecessors, in
   * this order.
   */
  @Override
  public Session open() {
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      admin.createWritten(topics);
    }
    KafkaSampleSource source =
        bounded
            ? KafkaSampleSource.untilEnd(kafka, input, model)
            : KafkaSampleSource.endless(kafka, input, model);
    Encoders encoders = new Encoders(format.codec()::encode, new CheckpointCodec()::encode);
    return new KafkaSession(
        this, source, KafkaVersionSink.open(kafka, model, topics, encoders, source));
  }
}
