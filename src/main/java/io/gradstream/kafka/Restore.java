package io.gradstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.CheckpointAssembler;
import io.gradstream.codec.block.CheckpointAssembler.Assembled;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest committed state of a learner. Done after the learner's {@link KafkaVersionSink}
 * is open, for until then a predecessor's last transaction may still be pending.
 */
public final class Restore {
  private final KafkaSettings kafka;
  private final Topics topics;
  private final Decoders decoders;

  /** Restores from these topics; the decoders' exceptions are passed on. */
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
   *     the two topics do not belong together
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
    String phase = "restoring " + model;
    Newest newest = read(model, phase);
    return newest.restored(snapshot(phase, newest));
  }

  /**
   * Only what is to be known for the model to start over, in whatever state the topics are.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, or a topic is missing
   */
  public Restored startOver(String model) {
    return read(model, "starting " + model + " over").restored(Optional.empty());
  }

  private Newest read(String model, String phase) {
    Newest newest =
        new Newest(
            new VersionAssembler(model, decoders.version()),
            new CheckpointAssembler(model, decoders.checkpoint()));
    try (CommittedRecords records =
        CommittedRecords.open(kafka, Set.of(topics.parameters(), topics.state()), phase)) {
      records.readToEnd(newest::keep);
    }
    return newest;
  }

  private Optional<Snapshot> snapshot(String phase, Newest newest) {
    if (newest.versions.isTorn()) {
      throw incomplete(phase, topics.parameters(), "blocks are missing");
    }
    Optional<Assembled> checkpoint = checkpoint(phase, newest.checkpoints);
    AssembledVersion version = newest.version;
    if (version == null && checkpoint.isEmpty()) {
      return Optional.empty();
    }
    if (version == null || checkpoint.isEmpty()) {
      throw halfThere(phase, version == null ? topics.parameters() : topics.state());
    }
    return Optional.of(matching(phase, version, checkpoint.get()));
  }

  private Optional<Assembled> checkpoint(String phase, CheckpointAssembler checkpoints) {
    try {
      return checkpoints.newest();
    } catch (MalformedContent missing) {
      throw incomplete(phase, topics.state(), String.valueOf(missing.getMessage()));
    }
  }

  private static KafkaFailure incomplete(String phase, String topic, String what) {
    String explanation =
        "topic %s does not have all of the newest version, %s: retention or somebody else has"
            + " deleted it; start over with --reset";
    return KafkaFailure.other(phase, explanation.formatted(topic, what));
  }

  /** What the topics have, as far as they have been read. */
  private final class Newest {
    private final VersionAssembler versions;
    private final CheckpointAssembler checkpoints;
    private @Nullable AssembledVersion version;

    Newest(VersionAssembler versions, CheckpointAssembler checkpoints) {
      this.versions = versions;
      this.checkpoints = checkpoints;
    }

    Restored restored(Optional<Snapshot> snapshot) {
      return new Restored(snapshot, versions.version(), versions.writer(), checkpoints.writer());
    }

    void keep(ConsumerRecord<byte[], byte[]> record) {
      if (record.key() == null) {
        return;
      }
      String key = new String(record.key(), UTF_8);
      if (record.topic().equals(topics.state())) {
        checkpoints.accept(key, record.value());
      } else {
        keepVersion(key, record.value());
      }
    }

    private void keepVersion(String key, byte @Nullable [] value) {
      Optional<AssembledVersion> next = versions.accept(key, value);
      if (next.isPresent()) {
        version = next.get();
      } else if (versions.isDeleted()) {
        version = null;
      }
    }
  }

  private Snapshot matching(String phase, AssembledVersion assembled, Assembled state) {
    ModelVersion version = assembled.head();
    Checkpoint checkpoint = state.checkpoint();
    if (version.version() != checkpoint.version()
        || assembled.blocks().isPresent() != state.state().isPresent()) {
      String explanation =
          "topic %s ends with version %d but topic %s with the state of %d: one of them was written"
              + " or cut by somebody else; start over with --reset";
      throw KafkaFailure.other(
          phase,
          explanation.formatted(
              topics.parameters(), version.version(), topics.state(), checkpoint.version()));
    }
    Optional<ModelBlocks> blocks =
        assembled
            .blocks()
            .map(all -> new ModelBlocks(true, all.parameters(), state.state().orElseThrow()));
    return new Snapshot(version, checkpoint, blocks);
  }

  private KafkaFailure halfThere(String phase, String missing) {
    String explanation =
        "topic %s has nothing of this model although topic %s has: it was deleted or made anew;"
            + " start over with --reset";
    String present = missing.equals(topics.state()) ? topics.parameters() : topics.state();
    return KafkaFailure.other(phase, explanation.formatted(missing, present));
  }
}
