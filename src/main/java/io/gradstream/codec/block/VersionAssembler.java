package io.gradstream.codec.block;

import io.gradstream.codec.JsonObject;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.VersionHead;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the versions of one model together from the records of its topic, in their order from the
 * topic's beginning, wherever compaction has cut. Not thread-safe.
 *
 * <p>A version is given when its manifest has come and every block is as that version had it. It is
 * not when compaction has removed a block for the sake of a newer one, which is still to come: then
 * a later manifest is the first whose version is whole. A torn version is never given.
 */
public final class VersionAssembler {
  private final String model;
  private final Function<byte[], ModelVersion> whole;
  private final ManifestCodec manifests = new ManifestCodec();
  private final BlockCodec codec = new BlockCodec();
  private final BlockStore store = new BlockStore();

  private long since;
  private long version;
  private boolean torn;
  private boolean deleted;
  private long records;
  private long bytes;

  /**
   * An assembler that has seen nothing.
   *
   * @param whole reads a version that came in one record
   */
  public VersionAssembler(String model, Function<byte[], ModelVersion> whole) {
    this.model = model;
    this.whole = whole;
  }

  /**
   * Takes the next record; those of other models are passed over.
   *
   * @return the version that is whole with it, if one is
   * @throws MalformedContent if it has a key of the model and is nothing of it
   */
  public Optional<AssembledVersion> accept(String key, byte @Nullable [] value) {
    if (key.equals(model)) {
      count(value);
      return value == null ? deleted() : versionOf(value);
    }
    BlockKey block = BlockKey.of(model, key);
    if (block != null) {
      count(value);
      keep(block, value);
    }
    return Optional.empty();
  }

  /** Whether the last manifest's version was not whole, and a later one must be waited for. */
  public boolean isTorn() {
    return torn;
  }

  /** The number of the newest version, be it torn; 0 before the first. */
  public long version() {
    return version;
  }

  /** A writer that goes on from what has been read. */
  public BlockWriter writer() {
    return new BlockWriter(model, store.ledger(), since);
  }

  private void count(byte @Nullable [] value) {
    records++;
    bytes += value == null ? 0 : value.length;
  }

  private void keep(BlockKey key, byte @Nullable [] value) {
    if (value == null) {
      store.remove(key);
    } else {
      store.put(key, codec.decode(value));
    }
  }

  /** Whether the newest version was deleted. */
  public boolean isDeleted() {
    return deleted;
  }

  private Optional<AssembledVersion> deleted() {
    deleted = true;
    torn = false;
    since = 0;
    return Optional.empty();
  }

  private Optional<AssembledVersion> versionOf(byte[] value) {
    deleted = false;
    if (!ManifestCodec.isManifest(value)) {
      torn = false;
      since = 0;
      ModelVersion head = whole.apply(value);
      version = head.version();
      return Optional.of(assembled(head, Optional.empty()));
    }
    try {
      JsonObject tree = manifests.decode(value);
      return versionOf(new VersionHead(tree).version(Map.of()), BlockIndex.of(tree));
    } catch (IllegalArgumentException
        | ArithmeticException
        | ClassCastException
        | DateTimeException e) {
      throw new MalformedContent("not a manifest: " + e.getMessage(), e);
    }
  }

  private Optional<AssembledVersion> versionOf(ModelVersion head, BlockIndex index) {
    version = head.version();
    since = index.since();
    store.forgetBefore(since);
    torn = !store.isWhole(index);
    return torn
        ? Optional.empty()
        : Optional.of(
            assembled(head, Optional.of(new ModelBlocks(true, store.blocks(index), List.of()))));
  }

  private AssembledVersion assembled(ModelVersion head, Optional<ModelBlocks> blocks) {
    AssembledVersion assembled = new AssembledVersion(head, blocks, records, bytes);
    records = 0;
    bytes = 0;
    return assembled;
  }
}
