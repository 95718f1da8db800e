package io.gradstream.kafka.restore;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.VersionFormat;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.CheckpointAssembler;
import io.gradstream.codec.block.CheckpointAssembler.Assembled;
import io.gradstream.codec.block.RecordAssembler;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The records of one version on a topic of history, put together in their order. */
final class KeptRecords {
  private final KeptKey named;
  private final Consumer<MalformedContent> damaged;
  private final VersionAssembler versions;
  private final CheckpointAssembler states;
  private Optional<AssembledVersion> version = Optional.empty();
  private Optional<Assembled> state = Optional.empty();

  /**
   * Those of a version, of which none has come.
   *
   * @param damaged is told what is wrong with one that cannot be read
   */
  KeptRecords(KeptKey named, Consumer<MalformedContent> damaged) {
    this.named = named;
    this.damaged = damaged;
    this.versions = new VersionAssembler(named.model(), named.ofVersion(), VersionFormat::decode);
    this.states =
        new CheckpointAssembler(named.model(), named.ofState(), new CheckpointCodec()::decode);
  }

  /** Takes the next of them. */
  void accept(String key, byte @Nullable [] value) {
    boolean ofState = named.isOfState(key);
    if (value == null && key.equals(named.ofVersion())) {
      version = Optional.empty();
    } else if (value == null && key.equals(named.ofState())) {
      state = Optional.empty();
    } else if (ofState) {
      state = taken(states, key, value).or(() -> state);
    } else {
      version = taken(versions, key, value).or(() -> version);
    }
  }

  private <T> Optional<T> taken(RecordAssembler<T> into, String key, byte @Nullable [] value) {
    try {
      return into.accept(key, value, OptionalLong.empty());
    } catch (MalformedContent damage) {
      damaged.accept(damage);
      return Optional.empty();
    }
  }

  /** The version with its state, where both are there and whole. */
  Optional<Snapshot> snapshot() {
    return version.flatMap(head -> state.map(rest -> snapshot(head, rest)));
  }

  private static Snapshot snapshot(AssembledVersion version, Assembled state) {
    return new Snapshot(
        version.head(),
        state.checkpoint(),
        version
            .blocks()
            .map(all -> new ModelBlocks(true, all.parameters(), state.state().orElse(List.of()))));
  }
}
