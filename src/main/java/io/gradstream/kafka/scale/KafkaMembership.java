package io.gradstream.kafka.scale;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.Encoders;
import io.gradstream.kafka.KafkaVersionSink;
import io.gradstream.kafka.VersionRecords;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.InputTopic;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.TopicIdentity;
import io.gradstream.kafka.client.TopicLookup;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.restore.Decoders;
import io.gradstream.kafka.restore.Restore;
import io.gradstream.kafka.restore.Restored;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.scale.LoggedRound;
import io.gradstream.pipeline.scale.Membership;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Round;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member's place on Kafka. */
final class KafkaMembership implements Membership {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaMembership.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int FIRST = 0;

  private final KafkaMemberships settings;
  private final Clients clients;
  private final Topics topics;
  private final String member;
  private final FailureTranslator failures;
  private final Admin admin;
  private final TopicLookup lookup;
  private final VersionRecords records;
  private final RoundLog log;
  private final SharedInput input;
  private final RoundWriter writer;
  private final MemberKeys keys;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private long lookedNs;
  private TopicIdentity identity;
  private @Nullable ScaledPublisher publisher;

  KafkaMembership(KafkaMemberships settings) {
    this.settings = settings;
    this.clients = settings.clients();
    this.topics = settings.topics();
    this.member = LostMembers.newMember(settings.model());
    this.failures = new FailureTranslator(clients.kafka());
    this.admin = clients.admin();
    this.lookup = new TopicLookup(admin, Clients.PATIENCE, clients.machine());
    this.lookedNs = clients.machine().nanoTime();
    this.identity = TopicIdentity.any(topics.input());
    Encoders encoders =
        new Encoders(settings.format().codec()::encode, new CheckpointCodec()::encode);
    this.records =
        new VersionRecords(
            settings.model(),
            topics,
            encoders,
            Map.of(),
            KafkaVersionSink.recordLimits(clients, topics));
    this.log = new RoundLog(clients, settings.log());
    this.input =
        new SharedInput(clients, settings.input(), settings.model(), member, settings.scale());
    this.writer = new RoundWriter(settings, member, records);
    this.keys = new MemberKeys(settings, records, () -> restored(true).keys());
  }

  @Override
  public String member() {
    return member;
  }

  @Override
  public Optional<Snapshot> newest() {
    return restored(false).newest();
  }

  private Restored restored(boolean keepsKeys) {
    Decoders decoders =
        new Decoders(VersionFormat::decode, new CheckpointCodec()::decode, keepsKeys);
    return new Restore(clients, topics, decoders).find(settings.model());
  }

  @Override
  public Offsets named(Offsets learned) {
    return translated(
        "looking for topic " + topics.input(),
        () -> {
          InputTopic found = find(identity.of(learned));
          identity = identity.of(learned).adopt(found);
          beginnings.putAll(lookup.offsets(found.partitions(), OffsetSpec.earliest()));
          ends.putAll(lookup.offsets(found.partitions(), OffsetSpec.latest()));
          return found.id().map(id -> learned.withTopicId(topics.input(), id)).orElse(learned);
        });
  }

  private InputTopic find(TopicIdentity expected) {
    Optional<InputTopic> found = lookup.findSurely(topics.input());
    expected
        .loss(found)
        .ifPresent(
            loss -> {
              throw loss;
            });
    return found.orElseThrow(
        () -> KafkaFailure.ofTopic(Kind.NO_TOPIC, topics.input(), "does not exist: create it"));
  }

  @Override
  public List<LoggedRound> rounds(long position) {
    return translated("reading topic " + settings.log(), () -> log.read(position));
  }

  @Override
  public long endOfLog() {
    return translated("reading topic " + settings.log(), log::end);
  }

  @Override
  public void readFrom(Offsets offsets) {
    translated(
        "reading topic " + topics.input(),
        () -> {
          input.readFrom(offsets);
          return true;
        });
  }

  @Override
  public List<RecordChunk> poll(Duration atMost) {
    return translated("reading topic " + topics.input(), () -> pollSamples(atMost));
  }

  private List<RecordChunk> pollSamples(Duration atMost) {
    try {
      List<RecordChunk> chunks = input.poll(atMost);
      if (input.hasGained()) {
        takeOverPartitions();
      }
      return chunks;
    } catch (OffsetOutOfRangeException gone) {
      throw KafkaFailure.ofTopic(
          Kind.OTHER,
          topics.input(),
          "has no longer what comes next, for retention removed it before it was learned: go on"
              + " without scale and with input.whenDeleted: skip, or under another name");
    }
  }

  /**
   * Whoever had them may have died in a transaction. What models of keys have learned cannot be
   * void, as a round can: where there are some, all that was begun is to be read first.
   */
  private void takeOverPartitions() {
    LostMembers others = new LostMembers(admin, settings.model());
    if (settings.keyed()) {
      others.awaitTransactions();
      keys.partitionsHaveCome();
    } else {
      others.endTransactions();
    }
  }

  @Override
  public Map<Integer, Long> positions() {
    return translated("reading topic " + topics.input(), input::positions);
  }

  @Override
  public boolean isUndisturbed() {
    return input.isUndisturbed();
  }

  @Override
  public boolean isAllBefore(Offsets learned) {
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              TopicPartition partition = end.getKey();
              long beginning = beginnings.getOrDefault(partition, 0L);
              long next = learned.next(topics.input(), partition.partition()).orElse(beginning);
              return next >= end.getValue();
            });
  }

  @Override
  public KeyStates keyStates(long since) {
    return settings.keyed()
        ? translated("reading topic " + topics.state(), () -> keys.states(since))
        : KeyStates.NONE;
  }

  @Override
  public OptionalLong append(
      Round round, Optional<ChangedKeys> changedKeys, List<DeadLetter> deadLetters) {
    return translated(
        "writing a round to topic " + settings.log(),
        () -> writer.write(round, keys.sent(changedKeys), deadLetters, input.member()));
  }

  @Override
  public boolean isPublisher() {
    return input.has(FIRST);
  }

  @Override
  public Optional<ModelVersion> takeOverPublishing() {
    return translated(
        "opening the transactions of " + settings.model(),
        () -> {
          closePublisher();
          publisher = new ScaledPublisher(settings, records);
          Restored found = restored(false);
          records.goOnFrom(found.versionBlocks(), found.checkpointBlocks());
          return found.newest().map(newest -> newest.version().with(Map.of()));
        });
  }

  /** {@inheritDoc} Whether it is still the topic that was learned is asked every second. */
  @Override
  public boolean publish(Publication publication) {
    ScaledPublisher open = publisher;
    String phase = "publishing version %d".formatted(publication.version().version());
    boolean published =
        open != null
            && translated(
                phase,
                () -> {
                  requireSameTopic();
                  return open.publish(publication);
                });
    if (!published) {
      closePublisher();
    }
    return published;
  }

  /** Asks no more often than a version is worth it. */
  private void requireSameTopic() {
    long now = clients.machine().nanoTime();
    if (now - lookedNs >= BETWEEN_LOOKS.toNanos()) {
      find(identity);
      lookedNs = now;
    }
  }

  private void closePublisher() {
    ScaledPublisher open = publisher;
    publisher = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void cutBefore(long position) {
    try (TopicsAdmin topic = new TopicsAdmin(clients)) {
      topic.deleteBefore(settings.log(), position);
    } catch (KafkaFailure failure) {
      LOG.warn("{}; the log grows until that succeeds", failure.getMessage());
    }
  }

  @Override
  public void close() {
    input.close();
    keys.close();
    writer.close();
    closePublisher();
    log.close();
    admin.close(Duration.ZERO);
  }

  private <T> T translated(String phase, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException failure) {
      throw failures.of(phase, failure, Kind.ABORTED);
    }
  }
}
