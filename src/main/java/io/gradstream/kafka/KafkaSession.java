package io.gradstream.kafka;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.control.KafkaCommandSource;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.kafka.restore.Decoders;
import io.gradstream.kafka.restore.KeyIndex;
import io.gradstream.kafka.restore.ModelFollower;
import io.gradstream.kafka.restore.Restore;
import io.gradstream.kafka.restore.Restored;
import io.gradstream.learn.Learner;
import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.VersionSink;
import io.gradstream.pipeline.control.CommandSource;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A session on Kafka: one member of a consumer group, and one transactional producer. Before it has
 * taken over it is neither, and reads what whoever is at work has published.
 */
final class KafkaSession implements Session {
  private final KafkaSessions settings;
  private final KafkaSampleSource source;
  private final RecordLimits limits;
  private final Admin admin;
  private final GroupPlace place;
  private final Restore topics;
  private final ModelFollower published;
  private boolean inBlocks;
  private boolean startsOver;
  private @Nullable Restored restored;
  private @Nullable KafkaVersionSink sink;
  private @Nullable KafkaCommandSource commands;
  private @Nullable Restored goneOnFrom;
  private @Nullable KafkaKeyStates keyStates;
  private boolean isAnotherLife;
  private long since;

  KafkaSession(KafkaSessions settings, KafkaSampleSource source, RecordLimits limits) {
    this.settings = settings;
    this.source = source;
    this.limits = limits;
    this.admin = settings.clients().admin();
    this.place =
        new GroupPlace(
            admin,
            settings.model(),
            settings.instance(),
            new FailureTranslator(settings.clients().kafka()));
    this.topics =
        new Restore(
            settings.clients(),
            settings.topics(),
            new Decoders(VersionFormat::decode, new CheckpointCodec()::decode, settings.keyed()));
    this.published = topics.follow(settings.model());
  }

  @Override
  public KafkaSampleSource source() {
    return source;
  }

  @Override
  public VersionSink sink() {
    KafkaVersionSink open = sink;
    if (open == null) {
      throw new IllegalStateException("learner %s has not taken over".formatted(settings.model()));
    }
    return open;
  }

  @Override
  public Optional<BlockLimits> blocksOf(Learner learner) {
    Optional<BlockLimits> blocks = limits.blocksOf(learner, settings.format());
    inBlocks = blocks.isPresent();
    return blocks;
  }

  @Override
  public Optional<Found<Snapshot>> restore() {
    Restored read = published.find();
    read.newest().ifPresent(newest -> requireKeys(newest, read.keys()));
    Restored found = goOnFrom(read);
    return found.newest().map(newest -> new Found<>(newest, found.version()));
  }

  /** What was lost of the keys would be learned anew without a word. */
  private void requireKeys(Snapshot snapshot, KeyIndex found) {
    ModelVersion newest = snapshot.version();
    if (!KeyedFigures.isIn(newest)) {
      return;
    }
    if (MergedLearner.isOfLog(snapshot)) {
      throw KafkaFailure.other(
          "restoring " + settings.model(),
          "several learners have learned it, and models of keys may be newer than its version: go"
              + " on with scale, or start over with --reset");
    }
    KeyedFigures told = KeyedFigures.of(newest);
    since = told.since();
    String fault = found.fault(told.since(), newest.version(), told.keys());
    if (fault != null) {
      throw KafkaFailure.other(
          "restoring " + settings.model(),
          "topic %s does not go with version %d: %s; start over with --reset, or with"
                  .formatted(settings.topics().state(), newest.version(), fault)
              + " --from-version without the models of keys");
    }
  }

  /** {@inheritDoc} The models of a model's life before this one are none of them. */
  @Override
  public KeyStates keyStates() {
    Restored from = goneOnFrom;
    if (from == null) {
      throw new IllegalStateException(
          "learner %s has restored nothing".formatted(settings.model()));
    }
    long first = isAnotherLife || from.newest().isEmpty() ? from.version() + 1 : since;
    KafkaKeyStates opened =
        new KafkaKeyStates(
            settings.clients(), settings.topics().state(), settings.model(), from.keys(), first);
    keyStates = opened;
    return opened;
  }

  @Override
  public Found<ModelVersion> restoreVersion() {
    isAnotherLife = true;
    Restored found = goOnFrom(topics.findVersion(settings.model()));
    return new Found<>(found.published().orElseThrow().version(), found.version());
  }

  @Override
  public long startOver() {
    startsOver = true;
    isAnotherLife = true;
    return goOnFrom(topics.startOver(settings.model())).version();
  }

  /** {@inheritDoc} A model that starts over has not been told what was said to the one before. */
  @Override
  public CommandSource commands(long next) {
    Optional<String> topic = settings.topics().control();
    if (topic.isEmpty()) {
      return CommandSource.NONE;
    }
    KafkaCommandSource opened =
        new KafkaCommandSource(settings.clients(), settings.topics(), settings.model());
    commands = opened;
    opened.open(startsOver ? OptionalLong.empty() : OptionalLong.of(next));
    return opened;
  }

  private Restored goOnFrom(Restored found) {
    KafkaVersionSink open = sink;
    if (open == null) {
      restored = found;
    } else {
      restored = null;
      goneOnFrom = found;
      open.goOnFrom(found);
      published.close();
    }
    return found;
  }

  /** {@inheritDoc} The group says which. */
  @Override
  public Optional<String> incumbent() {
    Optional<String> holder = place.holder();
    if (holder.isPresent()) {
      restored = null;
      published.readOn();
    }
    return holder;
  }

  /**
   * {@inheritDoc} The place in the group comes first: of several that try, it is the last one's,
   * and that one is who fences the others.
   */
  @Override
  public boolean takeOver() {
    place.clear();
    source.join();
    sink = settings.sink(source, inBlocks);
    Restored before = restored;
    if (before == null || !published.isCurrent()) {
      return true;
    }
    goOnFrom(before);
    return false;
  }

  @Override
  public void leave() {
    source.leave();
  }

  @Override
  public void close() {
    KafkaCommandSource told = commands;
    if (told != null) {
      told.close();
    }
    KafkaKeyStates keys = keyStates;
    if (keys != null) {
      keys.close();
    }
    source.close();
    published.close();
    admin.close(Duration.ZERO);
    KafkaVersionSink open = sink;
    if (open != null) {
      open.close();
    }
  }
}
