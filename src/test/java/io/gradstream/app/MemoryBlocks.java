package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.BlockWriter;
import io.gradstream.codec.block.CheckpointAssembler;
import io.gradstream.codec.block.CheckpointAssembler.Assembled;
import io.gradstream.codec.block.RecordAssembler;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.pipeline.Publication;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What topics have of a model that is published in blocks, put together with each version. */
final class MemoryBlocks {
  private static final String MODEL = "line";
  private static final int MOST = 1 << 16;

  private final BlockWriter versionWriter = new BlockWriter(MODEL);
  private final BlockWriter stateWriter = new BlockWriter(MODEL);
  private final VersionAssembler versions =
      new VersionAssembler(MODEL, new JsonVersionCodec()::decode);
  private final CheckpointAssembler states =
      new CheckpointAssembler(MODEL, new CheckpointCodec()::decode);

  /** Takes the next, and says what a learner finds that goes on from it. */
  Snapshot write(Publication publication) {
    ModelBlocks changed = publication.blocks().orElseThrow();
    Read<AssembledVersion> version = new Read<>(versions);
    versionWriter.write(publication.version(), MOST, changed, version);
    Read<Assembled> state = new Read<>(states);
    byte[] rest = new CheckpointCodec().encode(publication.checkpoint());
    stateWriter.write(publication.version().version(), rest, MOST, changed, state);
    return new Snapshot(
        publication.version().with(version.whole().version().parameters()),
        state.whole().checkpoint(),
        Optional.of(
            new ModelBlocks(
                true,
                version.whole().blocks().orElseThrow().parameters(),
                state.whole().state().orElseThrow())));
  }

  /** Records that are read as they are written. */
  private static final class Read<T> implements BlockWriter.Records {
    private final RecordAssembler<T> assembler;
    private final AtomicReference<@Nullable T> whole = new AtomicReference<>();

    Read(RecordAssembler<T> assembler) {
      this.assembler = assembler;
    }

    @Override
    public void add(byte[] key, byte @Nullable [] value) {
      assembler.accept(new String(key, UTF_8), value, OptionalLong.empty()).ifPresent(whole::set);
    }

    T whole() {
      return Optional.ofNullable(whole.get()).orElseThrow();
    }
  }
}
