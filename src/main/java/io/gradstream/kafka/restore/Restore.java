package io.gradstream.kafka.restore;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.CheckpointAssembler.Assembled;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the newest committed state of a learner. Done after the learner's {@link KafkaVersionSink}
 * is open, for until then a predecessor's last transaction may still be pending.
 *
 * <p>What has been damaged, and what others have written under the model's keys, is passed over:
 * the newest version is taken that is whole on both topics. Where something of the model is left
 * and no such version is, nothing is found in its place.
 */
public final class Restore {
  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

  private final KafkaSettings kafka;
  private final Topics topics;
  private final Decoders decoders;

  /** Restores from these topics. */
  public Restore(KafkaSettings kafka, Topics topics, Decoders decoders) {
    this.kafka = kafka;
    this.topics = topics;
    this.decoders = decoders;
  }

  /**
   * The newest version of a model and what its learner needs to go on; empty if it has never
   * published.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, if a topic is missing, or if
   *     there is something of the model and no version is whole on both topics
   */
  public Optional<Snapshot> newest(String model) {
    return find(model).newest();
  }

  /**
   * The same, and what the topics have of the model in blocks.
   *
   * @throws KafkaFailure as {@link #newest}
   */
  public Restored find(String model) {
    Reading reading = new Reading(model, "restoring " + model);
    ModelTopics newest = reading.all();
    OptionalLong whole = newest.newestWhole();
    if (whole.isPresent() && newest.version() > whole.getAsLong()) {
      LOG.warn(
          "going on with version {} of {}, the newest that is whole on topics {} and {}, and"
              + " counting from {}",
          whole.getAsLong(),
          model,
          topics.parameters(),
          topics.state(),
          newest.version());
    }
    if (whole.isPresent() && !newest.endWith(whole.getAsLong())) {
      newest = reading.only(whole.getAsLong());
    }
    return newest.restored(reading.snapshot(newest));
  }

  /**
   * The newest whole version alone, for its learner to start anew from it.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, if a topic is missing, or if no
   *     version is whole
   */
  public Restored findVersion(String model) {
    Reading reading = new Reading(model, "starting from the newest version of " + model);
    ModelTopics found = reading.all();
    reading.requireVersion(found);
    return found.restored(Optional.empty());
  }

  /**
   * Only what is to be known for the model to start over, in whatever state the topics are.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, or a topic is missing
   */
  public Restored startOver(String model) {
    return new Reading(model, "starting " + model + " over").only(0).restored(Optional.empty());
  }

  /** The topics of one model, read as often as it takes; what is passed over is told once. */
  private final class Reading {
    private final String model;
    private final String phase;
    private final PassedOver versionsPassedOver;
    private final PassedOver statesPassedOver;
    private final LostBatches lost = new LostBatches();

    Reading(String model, String phase) {
      this.model = model;
      this.phase = phase;
      this.versionsPassedOver = new PassedOver(model);
      this.statesPassedOver = new PassedOver(model);
    }

    ModelTopics all() {
      return read(version -> true);
    }

    /** Without what is of any other version. */
    ModelTopics only(long wanted) {
      return read(version -> version == wanted);
    }

    private ModelTopics read(LongPredicate wanted) {
      ModelTopics found =
          new ModelTopics(model, decoders, wanted, versionsPassedOver, statesPassedOver);
      try (CommittedRecords records =
          CommittedRecords.open(kafka, Set.of(topics.parameters(), topics.state()), lost, phase)) {
        records.readToEnd(
            record -> {
              if (record.topic().equals(topics.state())) {
                found.acceptState(record);
              } else {
                found.acceptVersion(record);
              }
            });
      }
      return found;
    }

    void requireVersion(ModelTopics found) {
      if (found.newestVersion().isEmpty()) {
        requireNothingBroken(topics.parameters(), found.versions());
        throw KafkaFailure.other(
            phase, "topic %s has none: leave --from-version out".formatted(topics.parameters()));
      }
    }

    Optional<Snapshot> snapshot(ModelTopics found) {
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
      return Optional.of(matching(version.get(), state.get()));
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

    private Snapshot matching(AssembledVersion version, Assembled state) {
      long published = version.head().version();
      long kept = state.checkpoint().version();
      if (published != kept || version.blocks().isPresent() != state.state().isPresent()) {
        String explanation =
            "topic %s ends with version %d but topic %s with the state of %d: one of them was"
                + " written or cut by somebody else; start over with --reset%s";
        throw KafkaFailure.other(
            phase,
            explanation.formatted(
                topics.parameters(),
                published,
                topics.state(),
                kept,
                orFromVersion(topics.state())));
      }
      Optional<ModelBlocks> blocks =
          version
              .blocks()
              .map(all -> new ModelBlocks(true, all.parameters(), state.state().orElseThrow()));
      return new Snapshot(version.head(), state.checkpoint(), blocks);
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
}
