package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the versions of one model together.
 *
 * <p>A version is given when its manifest has come and every block is as that version had it. It is
 * not when compaction has removed a block for the sake of a newer one, which is still to come: then
 * a later manifest is the first whose version is whole. A torn version is never given.
 */
public final class VersionAssembler implements RecordAssembler<AssembledVersion> {
  private final String model;
  private final String key;
  private final Function<byte[], ModelVersion> whole;
  private final BlockStore store = new BlockStore();
  private final Numbering numbering = new Numbering();

  private long since;
  private boolean torn;
  private long records;
  private long bytes;

  /**
   * An assembler that has seen nothing.
   *
   * @param whole reads a version that came in one record
   */
  public VersionAssembler(String model, Function<byte[], ModelVersion> whole) {
    this(model, model, whole);
  }

  /** The same of what is under another key than the model's name. */
  public VersionAssembler(String model, String key, Function<byte[], ModelVersion> whole) {
    this.model = model;
    this.key = key;
    this.whole = whole;
  }

  @Override
  public Optional<AssembledVersion> accept(
      String recordKey, byte @Nullable [] value, OptionalLong stamp) {
    if (recordKey.equals(key)) {
      return versionOf(Numbering.requireValue(value), stamp);
    }
    BlockKey block = BlockKey.of(key, recordKey);
    if (block != null) {
      store.accept(block, value, numbering.highest());
      count(value == null ? 0 : value.length);
    }
    return Optional.empty();
  }

  @Override
  public boolean isTorn() {
    return torn;
  }

  @Override
  public long version() {
    return Math.max(numbering.highest(), store.highestVersion());
  }

  @Override
  public BlockWriter writer(Optional<AssembledVersion> from) {
    return new BlockWriter(
        model,
        key,
        store.ledger(),
        since,
        store.repairs(
            from.flatMap(AssembledVersion::blocks).map(ModelBlocks::parameters).orElse(List.of()),
            since));
  }

  private void count(int valueBytes) {
    records++;
    bytes += valueBytes;
  }

  private Optional<AssembledVersion> versionOf(byte[] value, OptionalLong stamp) {
    if (ManifestCodec.isManifest(value)) {
      return versionOf(VersionManifest.of(value), value.length, stamp);
    }
    ModelVersion version = whole.apply(value);
    requireFinite(version);
    return versionOf(new VersionManifest(version, Optional.empty()), value.length, stamp);
  }

  private static void requireFinite(ModelVersion version) {
    for (Map.Entry<String, Tensor> parameter : version.parameters().entrySet()) {
      if (!parameter.getValue().isFinite()) {
        throw new MalformedContent("parameter " + parameter.getKey() + " is not finite");
      }
    }
  }

  private Optional<AssembledVersion> versionOf(
      VersionManifest manifest, int valueBytes, OptionalLong stamp) {
    ModelVersion head = manifest.head();
    if (!head.model().equals(model)) {
      throw new MalformedContent("it is a version of model " + head.model());
    }
    numbering.count(head.version(), stamp);
    count(valueBytes);
    since = manifest.index().map(BlockIndex::since).orElse(0L);
    Optional<ModelBlocks> blocks =
        manifest.index().flatMap(store::whole).map(all -> new ModelBlocks(true, all, List.of()));
    torn = blocks.isPresent() != manifest.index().isPresent();
    return torn ? Optional.empty() : Optional.of(assembled(head, blocks));
  }

  private AssembledVersion assembled(ModelVersion head, Optional<ModelBlocks> blocks) {
    AssembledVersion assembled = new AssembledVersion(head, blocks, records, bytes);
    records = 0;
    bytes = 0;
    return assembled;
  }
}
