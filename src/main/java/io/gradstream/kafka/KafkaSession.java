package io.gradstream.kafka;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.restore.Decoders;
import io.gradstream.kafka.restore.Restore;
import io.gradstream.kafka.restore.Restored;
import io.gradstream.learn.BlockLimits;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.Session;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.util.Optional;

/** A session on Kafka: one member of a consumer group, and one transactional producer. */
record KafkaSession(KafkaSessions settings, KafkaSampleSource source, KafkaVersionSink sink)
    implements Session {
  @Override
  public Optional<BlockLimits> blocksOf(Learner learner) {
    return sink.limits().blocksOf(learner, settings.format());
  }

  @Override
  public Optional<Found<Snapshot>> restore() {
    Restored restored = topics().find(settings.model());
    sink.goOnFrom(restored);
    return restored.newest().map(newest -> new Found<>(newest, restored.version()));
  }

  @Override
  public Found<ModelVersion> restoreVersion() {
    Restored restored = topics().findVersion(settings.model());
    sink.goOnFrom(restored);
    return new Found<>(restored.published().orElseThrow().version(), restored.version());
  }

  @Override
  public long startOver() {
    Restored restored = topics().startOver(settings.model());
    sink.goOnFrom(restored);
    return restored.version();
  }

  private Restore topics() {
    Decoders decoders = new Decoders(VersionFormat::decode, new CheckpointCodec()::decode);
    return new Restore(settings.kafka(), settings.topics(), decoders);
  }

  @Override
  public void close() {
    source.close();
    sink.close();
  }
}
