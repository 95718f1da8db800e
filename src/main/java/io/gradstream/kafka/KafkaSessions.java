package io.gradstream.kafka;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.client.Access;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.kafka.input.LearnerInstance;
import io.gradstream.pipeline.Session;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * The sessions of one learner on Kafka.
 *
 * @param clients of the cluster
 * @param input where samples come from
 * @param topics where they come from and versions go
 * @param model the learner's name: consumer group, place in it and transactional id
 * @param instance which of the name it is
 * @param format how versions are written
 * @param keyed whether keys have models
 * @param bounded whether the source of a session ends where the topic ended when it was opened
 */
public record KafkaSessions(
    Clients clients,
    InputSettings input,
    Topics topics,
    String model,
    LearnerInstance instance,
    VersionFormat format,
    boolean keyed,
    boolean bounded)
    implements Session.Factory {
  /** Those of a learner that has just been started. */
  public KafkaSessions(
      KafkaSettings kafka,
      InputSettings input,
      Topics topics,
      String model,
      VersionFormat format,
      boolean keyed,
      boolean bounded) {
    this(
        new Clients(kafka),
        input,
        topics,
        model,
        LearnerInstance.of(kafka),
        format,
        keyed,
        bounded);
  }

  /**
   * {@inheritDoc} Makes the topics that are missing of those it writes, and sees that it may do
   * what it is there for.
   */
  @Override
  public Session open() {
    try (TopicsAdmin admin = new TopicsAdmin(clients)) {
      admin.createWritten(topics);
    }
    try (Admin admin = clients.admin()) {
      new Access(admin, new FailureTranslator(clients.kafka())).requireOfLearner(topics);
    }
    return new KafkaSession(
        this,
        KafkaSampleSource.of(clients, input, model, instance, bounded),
        KafkaVersionSink.recordLimits(clients, topics));
  }

  /** The sink of this learner, whose model may go in blocks; it fences the one before. */
  KafkaVersionSink sink(KafkaSampleSource source, boolean inBlocks) {
    Encoders encoders = new Encoders(format.codec()::encode, new CheckpointCodec()::encode);
    Map<String, Object> packing = inBlocks ? BlockPacking.preferred() : Map.of();
    return KafkaVersionSink.open(clients, model, topics, encoders, source, packing);
  }
}
