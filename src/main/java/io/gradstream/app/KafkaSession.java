package io.gradstream.app;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.kafka.Decoders;
import io.gradstream.kafka.Encoders;
import io.gradstream.kafka.KafkaSampleSource;
import io.gradstream.kafka.KafkaVersionSink;
import io.gradstream.kafka.Restore;
import io.gradstream.kafka.TopicsAdmin;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Snapshot;
import java.util.Optional;

/**
 * A learner's hold on Kafka: from here on no other of its name can publish, and this is the newest
 * that was.
 */
record KafkaSession(KafkaSampleSource source, KafkaVersionSink sink, Optional<Snapshot> restored)
    implements AutoCloseable {
  /**
   * Makes missing topics, fences predecessors, restores, in this order.
   *
   * @param bounded whether the source ends where the topic ends now
   */
  static KafkaSession open(Settings settings, boolean bounded) {
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createMissing(settings.topics(), 1);
    }
    KafkaSampleSource source = source(settings, bounded);
    VersionCodec versions = Formats.codec(settings.publish().format());
    CheckpointCodec checkpoints = new CheckpointCodec();
    KafkaVersionSink sink =
        KafkaVersionSink.open(
            settings.kafka(),
            settings.modelName(),
            settings.topics(),
            new Encoders(versions::encode, checkpoints::encode),
            source);
    Decoders decoders = new Decoders(Formats::decode, checkpoints::decode);
    Optional<Snapshot> restored =
        new Restore(settings.kafka(), settings.topics(), decoders).newest(settings.modelName());
    return new KafkaSession(source, sink, restored);
  }

  private static KafkaSampleSource source(Settings settings, boolean bounded) {
    return bounded || settings.batch().mode() == Mode.FULL
        ? KafkaSampleSource.untilEnd(settings.kafka(), settings.input(), settings.modelName())
        : KafkaSampleSource.endless(settings.kafka(), settings.input(), settings.modelName());
  }

  @Override
  public void close() {
    source.close();
    sink.close();
  }
}
