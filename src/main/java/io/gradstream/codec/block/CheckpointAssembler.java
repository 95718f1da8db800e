package io.gradstream.codec.block;

import io.gradstream.codec.JsonObject;
import io.gradstream.codec.MalformedContent;
import io.gradstream.version.BlockSet;
import io.gradstream.version.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the newest checkpoint of one model together from the records of its topic, all read in their
 * order while nobody writes. Not thread-safe.
 */
public final class CheckpointAssembler {
  private final String model;
  private final Function<byte[], Checkpoint> whole;
  private final ManifestCodec manifests = new ManifestCodec();
  private final BlockCodec codec = new BlockCodec();
  private final BlockStore store = new BlockStore();
  private final Map<Integer, byte[]> parts = new HashMap<>();
  private byte @Nullable [] newest;

  /**
   * An assembler that has seen nothing.
   *
   * @param whole reads a checkpoint that came in one record, or all but its tensors
   */
  public CheckpointAssembler(String model, Function<byte[], Checkpoint> whole) {
    this.model = model;
    this.whole = whole;
  }

  /**
   * A checkpoint as it arrived.
   *
   * @param state its tensors, where they came in blocks
   */
  public record Assembled(Checkpoint checkpoint, Optional<List<BlockSet>> state) {}

  /**
   * Takes the next record; those of other models are passed over.
   *
   * @throws MalformedContent if it has a key of the model and is nothing of it
   */
  public void accept(String key, byte @Nullable [] value) {
    BlockKey block = BlockKey.of(model, key);
    if (key.equals(model)) {
      newest = value;
    } else if (block != null && block.set().isEmpty()) {
      keepPart(block, value);
    } else if (block != null) {
      keep(block, value);
    }
  }

  private void keepPart(BlockKey key, byte @Nullable [] value) {
    if (value == null) {
      parts.remove(key.number());
      store.ledger().remove(key.set(), key.number());
    } else {
      parts.put(key.number(), value);
      store.ledger().put(key.set(), key.number(), 1);
    }
  }

  private void keep(BlockKey key, byte @Nullable [] value) {
    if (value == null) {
      store.remove(key);
    } else {
      store.put(key, codec.decode(value));
    }
  }

  /**
   * The newest checkpoint, if there is one.
   *
   * @throws MalformedContent if something of it is missing
   */
  public Optional<Assembled> newest() {
    byte[] value = newest;
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(
        ManifestCodec.isManifest(value)
            ? assembled(manifests.decode(value))
            : new Assembled(whole.apply(value), Optional.empty()));
  }

  private Assembled assembled(JsonObject manifest) {
    BlockIndex index = BlockIndex.of(manifest);
    if (!store.isWhole(index)) {
      throw new MalformedContent("blocks are missing");
    }
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    long count = manifest.required("parts", Long.class);
    for (int part = 0; part < count; part++) {
      byte[] bytes = parts.get(part);
      if (bytes == null) {
        throw new MalformedContent("part " + part + " is missing");
      }
      rest.writeBytes(bytes);
    }
    return new Assembled(whole.apply(rest.toByteArray()), Optional.of(store.blocks(index)));
  }

  /** A writer that goes on from what has been read. */
  public BlockWriter writer() {
    byte[] value = newest;
    long since =
        value != null && ManifestCodec.isManifest(value)
            ? BlockIndex.of(manifests.decode(value)).since()
            : 0;
    return new BlockWriter(model, store.ledger(), since);
  }
}
