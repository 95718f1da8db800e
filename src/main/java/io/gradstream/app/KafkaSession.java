package io.gradstream.app;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.config.Settings;
import io.gradstream.kafka.Decoders;
import io.gradstream.kafka.Encoders;
import io.gradstream.kafka.KafkaSampleSource;
import io.gradstream.kafka.KafkaVersionSink;
import io.gradstream.kafka.Restore;
import io.gradstream.kafka.Restored;
import io.gradstream.kafka.TopicsAdmin;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.version.Snapshot;
import java.util.Optional;

/**
 * A learner's hold on Kafka: from here on no other of its name can publish.
 *
 * @param encoders how the sink writes
 */
record KafkaSession(KafkaSampleSource source, KafkaVersionSink sink, Encoders encoders)
    implements AutoCloseable {
  /**
   * Makes the topics that are missing of those it writes, and fences predecessors, in this order.
   *
   * @param bounded whether the source ends where the topic ends now
   */
  static KafkaSession open(Settings settings, boolean bounded) {
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createWritten(settings.topics());
    }
    KafkaSampleSource source = source(settings, bounded);
    Encoders encoders = Formats.encoders(settings.publish().format());
    KafkaVersionSink sink =
        KafkaVersionSink.open(
            settings.kafka(), settings.modelName(), settings.topics(), encoders, source);
    return new KafkaSession(source, sink, encoders);
  }

  /** The newest that was published under this name; the sink goes on from it. */
  Optional<Snapshot> restore(Settings settings) {
    Restored restored = restoring(settings).find(settings.modelName());
    sink.goOnFrom(restored);
    return restored.newest();
  }

  /** The number of the newest version, behind which the sink has another model follow. */
  long startOver(Settings settings) {
    Restored restored = restoring(settings).startOver(settings.modelName());
    sink.goOnFrom(restored);
    return restored.version();
  }

  private static Restore restoring(Settings settings) {
    Decoders decoders = new Decoders(Formats::decode, new CheckpointCodec()::decode);
    return new Restore(settings.kafka(), settings.topics(), decoders);
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
