package io.gradstream.kafka;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.client.Access;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.pipeline.Session;
import org.apache.kafka.clients.admin.Admin;

/**
 * The sessions of one learner on Kafka.
 *
 * @param kafka the cluster
 * @param input where samples come from
 * @param topics where they come from and versions go
 * @param model the learner's name: consumer group, place in it and transactional id
 * @param instance which of the name it is
 * @param format how versions are written
 * @param bounded whether the source of a session ends where the topic ended when it was opened
 */
public record KafkaSessions(
    KafkaSettings kafka,
    InputSettings input,
    Topics topics,
    String model,
    LearnerInstance instance,
    VersionFormat format,
    boolean bounded)
    implements Session.Factory {
  /** Those of a learner that has just been started. */
  public KafkaSessions(
      KafkaSettings kafka,
      InputSettings input,
      Topics topics,
      String model,
      VersionFormat format,
      boolean bounded) {
    this(kafka, input, topics, model, LearnerInstance.of(kafka), format, bounded);
  }

  /**
   * {@inheritDoc} Makes the topics that are missing of those it writes, and sees that it may do
   * what it is there for.
   */
  @Override
  public Session open() {
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      admin.createWritten(topics);
    }
    try (Admin admin = new Clients(kafka).admin()) {
      new Access(admin, new FailureTranslator(kafka)).requireOfLearner(topics);
    }
    return new KafkaSession(
        this,
        KafkaSampleSource.of(kafka, input, model, instance, bounded),
        KafkaVersionSink.recordLimits(kafka, topics));
  }

  /** The sink of this learner; it fences the one before. */
  KafkaVersionSink sink(KafkaSampleSource source) {
    Encoders encoders = new Encoders(format.codec()::encode, new CheckpointCodec()::encode);
    return KafkaVersionSink.open(kafka, model, topics, encoders, source);
  }
}
