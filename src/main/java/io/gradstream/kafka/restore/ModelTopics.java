package io.gradstream.kafka.restore;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.CheckpointAssembler;
import io.gradstream.codec.block.CheckpointAssembler.Assembled;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.version.Snapshot;
import io.gradstream.version.WaitingRows;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the topics of parameters and of state have of one model, as far as they have been read: the
 * last whole version and the last whole state of those that are wanted. Not thread-safe.
 */
public final class ModelTopics {
  private final String model;
  private final LongPredicate wanted;
  private final ModelRecords<AssembledVersion> versions;
  private final ModelRecords<Assembled> states;
  private final Set<Long> wholeVersions = new HashSet<>();
  private final Set<Long> wholeStates = new HashSet<>();
  private Optional<AssembledVersion> newestVersion = Optional.empty();
  private Optional<Assembled> newestState = Optional.empty();
  private final SortedMap<Long, byte[]> waiting = new TreeMap<>();
  private final KeyIndex keys;

  /**
   * Topics of which nothing has been read.
   *
   * @param wanted the numbers of the versions to keep
   */
  ModelTopics(
      String model,
      Decoders decoders,
      LongPredicate wanted,
      PassedOver versionsPassedOver,
      PassedOver statesPassedOver) {
    this.model = model;
    this.wanted = wanted;
    this.keys = new KeyIndex(decoders.keepsKeys());
    this.versions =
        new ModelRecords<>(
            model, new VersionAssembler(model, decoders.version()), versionsPassedOver);
    this.states =
        new ModelRecords<>(
            model, new CheckpointAssembler(model, decoders.checkpoint()), statesPassedOver);
  }

  /** Takes the next record of the topic of parameters. */
  void acceptVersion(ConsumerRecord<byte[], byte[]> record) {
    Optional<AssembledVersion> whole = versions.accept(record);
    whole.ifPresent(version -> note(version.head().version(), wholeVersions, wholeStates));
    newestVersion =
        whole.filter(version -> wanted.test(version.head().version())).or(() -> newestVersion);
  }

  /** Takes the next record of the topic of state. */
  void acceptState(ConsumerRecord<byte[], byte[]> record) {
    Optional<ModelKey> key =
        record.key() == null ? Optional.empty() : ModelKey.of(model, record.key());
    if (key.isPresent()) {
      keys.accept(key.get().key(), record.offset(), record.value());
      return;
    }
    OptionalLong row =
        record.key() == null ? OptionalLong.empty() : WaitingKey.numberOf(model, record.key());
    if (row.isPresent()) {
      acceptRow(row.getAsLong(), record.value());
      return;
    }
    Optional<Assembled> whole = states.accept(record);
    whole.ifPresent(state -> note(state.checkpoint().version(), wholeStates, wholeVersions));
    newestState =
        whole.filter(state -> wanted.test(state.checkpoint().version())).or(() -> newestState);
  }

  private void acceptRow(long number, byte @Nullable [] row) {
    if (row == null) {
      waiting.remove(number);
    } else {
      waiting.put(number, row);
    }
  }

  /** Whether anything is on the topic of state that goes with one version and no other. */
  boolean hasParts() {
    return !waiting.isEmpty() || !keys.isEmpty();
  }

  /** What waits for labels, as far as it was read. */
  WaitingRows waiting() {
    return new WaitingRows(waiting);
  }

  /** Older ones are forgotten: topics that are followed have no end. */
  private static void note(long number, Set<Long> whole, Set<Long> others) {
    whole.add(number);
    if (others.contains(number)) {
      whole.removeIf(each -> each < number);
      others.removeIf(each -> each < number);
    }
  }

  ModelRecords<AssembledVersion> versions() {
    return versions;
  }

  ModelRecords<Assembled> states() {
    return states;
  }

  Optional<AssembledVersion> newestVersion() {
    return newestVersion;
  }

  Optional<Assembled> newestState() {
    return newestState;
  }

  /** The number of the newest version that is whole on both topics, if there is one. */
  OptionalLong newestWhole() {
    return wholeVersions.stream().filter(wholeStates::contains).mapToLong(each -> each).max();
  }

  /** Whether what is kept of both is of this version. */
  boolean endWith(long number) {
    return newestVersion.filter(version -> version.head().version() == number).isPresent()
        && newestState.filter(state -> state.checkpoint().version() == number).isPresent();
  }

  /** Whether both topics end with the same whole version, or have nothing. */
  boolean isSettled() {
    OptionalLong whole = newestWhole();
    return whole.isPresent()
        ? version() == whole.getAsLong() && endWith(whole.getAsLong())
        : version() == 0;
  }

  /** The highest number that either topic tells of. */
  long version() {
    return Math.max(versions.version(), states.version());
  }

  Restored restored(Optional<Snapshot> snapshot) {
    return new Restored(
        snapshot,
        newestVersion,
        version(),
        versions.writer(snapshot.flatMap(all -> newestVersion)),
        states.writer(snapshot.flatMap(all -> newestState)),
        waiting(),
        keys);
  }
}
