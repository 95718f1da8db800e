package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.VersionHead;
import io.gradstream.version.BlockSet;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.RowPatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one model to the records of one topic, block by block and patch by patch, and knows which
 * the topic has: those that are no part of the model any more are deleted. Not thread-safe.
 *
 * <p>A patch has a key by a number, which is free again for another patch when every block that it
 * has rows of has been written since.
 */
public final class BlockWriter {
  /** What comes before the version it belongs to. */
  static final String PART = "";

  /** What every topic takes that is not set otherwise, less what comes with a record. */
  private static final int USUAL_BYTES = 1_000_000;

  /** Takes the records in the order they must have. */
  public interface Records {
    /** The next record; without a value it deletes the one before it of this key. */
    void add(byte[] key, byte @Nullable [] value);
  }

  private static final RowPatch NOTHING = new RowPatch(1, 0, new int[0], new float[0][]);

  private final String model;
  private final String key;
  private final BlockLedger ledger;
  private final BlockCodec codec = new BlockCodec();
  private final PatchCodec patches = new PatchCodec();
  private final ManifestCodec manifests = new ManifestCodec();
  private long since;
  private BlockRepairs repairs;

  /** A writer to a topic that has nothing of this model. */
  public BlockWriter(String model) {
    this(model, model);
  }

  /** The same under another key than the model's name. */
  public BlockWriter(String model, String key) {
    this(model, key, new BlockLedger(), 0, BlockRepairs.NONE);
  }

  /** A writer to a topic that has these blocks, and needs repairs before it has the model's. */
  BlockWriter(String model, String key, BlockLedger ledger, long since, BlockRepairs repairs) {
    this.model = model;
    this.key = key;
    this.ledger = ledger;
    this.since = since;
    this.repairs = repairs;
  }

  /** Writes a version to a topic that takes what is usual. */
  public void write(ModelVersion version, ModelBlocks blocks, Records records) {
    write(version, USUAL_BYTES, blocks, records);
  }

  /**
   * Writes a version: blocks, patches, then the manifest.
   *
   * @param most bytes of a patch
   */
  public void write(ModelVersion version, int most, ModelBlocks blocks, Records records) {
    BlockIndex index = write(version.version(), blocks.whole(), most, blocks.parameters(), records);
    records.add(key(), manifests.encode(VersionHead.of(version).json().members(), index));
  }

  /**
   * Writes a checkpoint: blocks, patches, the rest in parts, then the manifest.
   *
   * @param rest the checkpoint without its tensors, as it is read again
   * @param most bytes of a part or patch
   */
  public void write(long version, byte[] rest, int most, ModelBlocks blocks, Records records) {
    BlockIndex index = write(version, blocks.whole(), most, blocks.state(), records);
    int parts = 0;
    for (int from = 0; from < rest.length; from += most) {
      byte[] part = Arrays.copyOfRange(rest, from, Math.min(rest.length, from + most));
      records.add(BlockKey.bytes(key, PART, parts), part);
      ledger.put(PART, parts++, version);
    }
    ledger.removeBefore(PART, version, deletion(records));
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("model", model);
    head.put("version", version);
    head.put("parts", parts);
    records.add(key(), manifests.encode(head, index));
  }

  private BlockIndex write(
      long version, boolean whole, int most, List<BlockSet> sets, Records records) {
    since = whole ? version : since;
    sets.forEach(set -> add(version, set, records));
    if (!whole) {
      repairs.lost().forEach(set -> add(version, set, records));
    }
    deleteForeign(version, records);
    if (whole) {
      ledger.removeBefore(since, deletion(records));
    }
    sets.forEach(set -> addPatch(version, most, set, records));
    long versions = sets.stream().mapToLong(set -> ledger.sum(set, since)).sum();
    Map<String, PatchSum> patchSums = new HashMap<>();
    for (BlockSet set : sets) {
      ledger.patches(set.name()).ifPresent(sum -> patchSums.put(set.name(), sum));
    }
    return new BlockIndex(since, versions, patchSums, sets);
  }

  /** Writes a patch over those that no block is behind any more, and deletes the rest of these. */
  private void addPatch(long version, int most, BlockSet set, Records records) {
    String keys = BlockKey.patchesOf(set.name());
    long oldest = Math.min(version, ledger.oldestPatch(set.name()));
    RowPatch patch = set.patch().orElse(NOTHING);
    int step = PatchCodec.rowsFitting(most - keys.length(), set, patch);
    int number = 0;
    for (int from = 0; from < patch.size(); from += step) {
      while (ledger.version(keys, number) >= oldest) {
        number++;
      }
      int to = Math.min(patch.size(), from + step);
      byte[] value = patches.encode(version, since, set, patch, from, to);
      records.add(BlockKey.bytes(key, keys, number), value);
      ledger.put(keys, number, version);
    }
    BlockLedger.forEachBlock(
        patch, set.layout().size(), block -> ledger.patch(set.name(), block, version));
    ledger.removeBefore(keys, oldest, deletion(records));
  }

  /** Writes those of the blocks that this version has not written yet. */
  private void add(long version, BlockSet set, Records records) {
    for (int i = 0; i < set.size(); i++) {
      if (ledger.version(set.name(), set.number(i)) < version) {
        records.add(BlockKey.bytes(key, set.name(), set.number(i)), codec.encode(version, set, i));
        ledger.put(set.name(), set.number(i), version);
      }
    }
  }

  /** Deletes what is under the keys of blocks that this version has not written. */
  private void deleteForeign(long version, Records records) {
    for (BlockKey each : repairs.foreign()) {
      if (ledger.version(each.set(), each.number()) < version) {
        records.add(BlockKey.bytes(key, each.set(), each.number()), null);
        ledger.remove(each.set(), each.number());
      }
    }
    repairs = BlockRepairs.NONE;
  }

  /** Deletes every block there is, for a model that is one record now. */
  public void clear(Records records) {
    deleteForeign(Long.MAX_VALUE, records);
    ledger.removeBefore(Long.MAX_VALUE, deletion(records));
  }

  private BiConsumer<String, Integer> deletion(Records records) {
    return (set, number) -> records.add(BlockKey.bytes(key, set, number), null);
  }

  private byte[] key() {
    return key.getBytes(UTF_8);
  }

  /** The most elements of each of these tensors in a block whose record may have so many bytes. */
  public static int elementsFitting(
      int recordBytes, String model, String set, List<String> tensors) {
    int key = BlockKey.bytes(model, set, Integer.MAX_VALUE).length;
    return BlockCodec.elementsFitting(recordBytes - key, tensors);
  }

  /** The most bytes of a key of a part of a checkpoint. */
  public static int partKeyBytes(String model) {
    return BlockKey.bytes(model, PART, Integer.MAX_VALUE).length;
  }

  /** The bytes of a manifest of this version, less what it says of each tensor. */
  public static int manifestBytes(ModelVersion version) {
    BlockIndex index = new BlockIndex(Integer.MAX_VALUE, Long.MAX_VALUE, Map.of(), List.of());
    return new ManifestCodec().encode(VersionHead.of(version).json().members(), index).length;
  }
}
