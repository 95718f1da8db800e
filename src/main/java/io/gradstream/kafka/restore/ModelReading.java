package io.gradstream.kafka.restore;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.CheckpointAssembler.Assembled;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.InputTopic;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.TopicLookup;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.Snapshot;
import io.gradstream.version.WaitingRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of one model, read as often as it takes; what is passed over is told once. Not
 * thread-safe.
 */
final class ModelReading {
  private static final Logger LOG = LoggerFactory.getLogger(ModelReading.class);

  private final Clients clients;
  private final Topics topics;
  private final Decoders decoders;
  private final String model;
  private final String phase;
  private final PassedOver versionsPassedOver;
  private final PassedOver statesPassedOver;
  private final LostBatches lost = new LostBatches();

  ModelReading(Clients clients, Topics topics, Decoders decoders, String model, String phase) {
    this.clients = clients;
    this.topics = topics;
    this.decoders = decoders;
    this.model = model;
    this.phase = phase;
    this.versionsPassedOver = new PassedOver(model);
    this.statesPassedOver = new PassedOver(model);
  }

  /** All that there is. */
  ModelTopics all() {
    return read(version -> true);
  }

  /** The same without what is of any other version. */
  ModelTopics only(long wanted) {
    return read(version -> version == wanted);
  }

  private ModelTopics read(LongPredicate wanted) {
    ModelTopics found = topics(wanted);
    try (CommittedRecords records = open()) {
      records.readToEnd(record -> accept(record, found));
    }
    return found;
  }

  /** The topics, of which nothing has been read. */
  ModelTopics topics(LongPredicate wanted) {
    return new ModelTopics(model, decoders, wanted, versionsPassedOver, statesPassedOver);
  }

  /** The topics' records, from their beginnings. */
  CommittedRecords open() {
    return CommittedRecords.open(clients, names(), lost, phase);
  }

  Set<String> names() {
    return Set.of(topics.parameters(), topics.state());
  }

  /** Which topics have these names now, in ids that never come back. */
  Map<String, InputTopic> identities() {
    try (Admin admin = clients.admin()) {
      return new TopicLookup(admin, Clients.PATIENCE, clients.machine()).find(names()).join();
    } catch (CompletionException failure) {
      throw new FailureTranslator(clients.kafka()).connecting(phase, failure);
    }
  }

  /**
   * Checks that there is nothing behind what was read.
   *
   * @throws KafkaFailure that passes, if there is: undecided, or decided since
   */
  void requireAllRead(CommittedRecords records) {
    try (TopicsAdmin admin = new TopicsAdmin(clients)) {
      for (String topic : List.of(topics.parameters(), topics.state())) {
        if (records.isBefore(new TopicPartition(topic, 0), admin.endOffset(topic, 0))) {
          String explanation = "a transaction on topic %s has not come to its end yet";
          throw new KafkaFailure(Kind.ABORTED, phase, explanation.formatted(topic), null);
        }
      }
    }
  }

  /** Has one of the topics' records taken in. */
  void accept(ConsumerRecord<byte[], byte[]> record, ModelTopics found) {
    if (record.topic().equals(topics.state())) {
      found.acceptState(record);
    } else {
      found.acceptVersion(record);
    }
  }

  /** The newest version that is whole on both topics, of all that was found. */
  Restored newest(ModelTopics all) {
    OptionalLong whole = all.newestWhole();
    if (whole.isPresent() && all.version() > whole.getAsLong()) {
      LOG.warn(
          "going on with version {} of {}, the newest that is whole on topics {} and {}, and"
              + " counting from {}",
          whole.getAsLong(),
          model,
          topics.parameters(),
          topics.state(),
          all.version());
    }
    ModelTopics newest =
        whole.isPresent() && !all.endWith(whole.getAsLong()) ? only(whole.getAsLong()) : all;
    return newest.restored(snapshot(newest));
  }

  void requireVersion(ModelTopics found) {
    if (found.newestVersion().isEmpty()) {
      requireNothingBroken(topics.parameters(), found.versions());
      throw KafkaFailure.other(
          phase, "topic %s has none: leave --from-version out".formatted(topics.parameters()));
    }
  }

  private Optional<Snapshot> snapshot(ModelTopics found) {
    Optional<AssembledVersion> version = found.newestVersion();
    Optional<Assembled> state = found.newestState();
    if (version.isEmpty()) {
      requireNothingBroken(topics.parameters(), found.versions());
    }
    if (state.isEmpty()) {
      requireNothingBroken(topics.state(), found.states());
    }
    if (version.isEmpty() && state.isEmpty()) {
      return Optional.empty();
    }
    if (version.isEmpty() || state.isEmpty()) {
      throw halfThere(version.isEmpty() ? topics.parameters() : topics.state());
    }
    return Optional.of(matching(version.get(), state.get(), found.waiting()));
  }

  /** A model that cannot be read is not a model that there is not. */
  private void requireNothingBroken(String topic, ModelRecords<?> records) {
    Optional<String> damage = records.damage().or(() -> lost.of(topic));
    if (damage.isPresent()) {
      String explanation =
          "topic %s has no whole version of the model any more, and its last is damaged (%s): put"
              + " back a copy of the topic, start over with --reset%s, or learn under another name";
      throw KafkaFailure.other(
          phase, explanation.formatted(topic, damage.get(), orFromVersion(topic)));
    }
    if (records.isTorn()) {
      String explanation =
          "topic %s does not have all of the newest version, blocks are missing: retention or"
              + " somebody else has deleted it; start over with --reset%s";
      throw KafkaFailure.other(phase, explanation.formatted(topic, orFromVersion(topic)));
    }
  }

  private Snapshot matching(AssembledVersion version, Assembled state, WaitingRows waiting) {
    long published = version.head().version();
    long kept = state.checkpoint().version();
    if (published != kept || version.blocks().isPresent() != state.state().isPresent()) {
      String explanation =
          "topic %s ends with version %d but topic %s with the state of %d: one of them was"
              + " written or cut by somebody else; start over with --reset%s";
      throw KafkaFailure.other(
          phase,
          explanation.formatted(
              topics.parameters(), published, topics.state(), kept, orFromVersion(topics.state())));
    }
    Optional<ModelBlocks> blocks =
        version
            .blocks()
            .map(all -> new ModelBlocks(true, all.parameters(), state.state().orElseThrow()));
    return new Snapshot(version.head(), state.checkpoint(), blocks, waiting);
  }

  private KafkaFailure halfThere(String missing) {
    String explanation =
        "topic %s has nothing of this model although topic %s has: it was deleted or made anew;"
            + " start over with --reset%s";
    String present = missing.equals(topics.state()) ? topics.parameters() : topics.state();
    return KafkaFailure.other(
        phase, explanation.formatted(missing, present, orFromVersion(missing)));
  }

  /** The parameters are on one topic only, and without them there is no model. */
  private String orFromVersion(String broken) {
    return broken.equals(topics.state())
        ? ", or with --from-version from the newest version with a fresh optimizer"
        : "";
  }
}
