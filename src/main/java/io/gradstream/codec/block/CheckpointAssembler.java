package io.gradstream.codec.block;

import io.gradstream.codec.JsonObject;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.CheckpointAssembler.Assembled;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockSet;
import io.gradstream.version.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the checkpoints of one model together, from a topic that nobody writes to meanwhile. */
public final class CheckpointAssembler implements RecordAssembler<Assembled> {
  private final String model;
  private final String key;
  private final Function<byte[], Checkpoint> whole;
  private final ManifestCodec manifests = new ManifestCodec();
  private final BlockStore store = new BlockStore();
  private final Numbering numbering = new Numbering();
  private final Map<Integer, byte[]> parts = new HashMap<>();

  private long since;
  private boolean torn;

  /**
   * An assembler that has seen nothing.
   *
   * @param whole reads a checkpoint that came in one record, or all but its tensors
   */
  public CheckpointAssembler(String model, Function<byte[], Checkpoint> whole) {
    this(model, model, whole);
  }

  /** The same of what is under another key than the model's name. */
  public CheckpointAssembler(String model, String key, Function<byte[], Checkpoint> whole) {
    this.model = model;
    this.key = key;
    this.whole = whole;
  }

  /**
   * A checkpoint as it arrived. It stays as it is whatever comes later.
   *
   * @param state its tensors, where they came in blocks
   */
  public record Assembled(Checkpoint checkpoint, Optional<List<BlockSet>> state) {}

  @Override
  public Optional<Assembled> accept(String recordKey, byte @Nullable [] value, OptionalLong stamp) {
    if (recordKey.equals(key)) {
      return checkpointOf(Numbering.requireValue(value), stamp);
    }
    BlockKey block = BlockKey.of(key, recordKey);
    if (block != null && block.isPart()) {
      keepPart(block, value);
    } else if (block != null) {
      store.accept(block, value, numbering.highest());
    }
    return Optional.empty();
  }

  private void keepPart(BlockKey part, byte @Nullable [] value) {
    if (value == null) {
      parts.remove(part.number());
      store.ledger().remove(part.set(), part.number());
    } else {
      parts.put(part.number(), value);
      store.ledger().put(part.set(), part.number(), 1);
    }
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
  public BlockWriter writer(Optional<Assembled> from) {
    List<BlockSet> state = from.flatMap(Assembled::state).orElse(List.of());
    return new BlockWriter(model, key, store.ledger(), since, store.repairs(state, since));
  }

  private Optional<Assembled> checkpointOf(byte[] value, OptionalLong stamp) {
    if (ManifestCodec.isManifest(value)) {
      return ofManifest(manifests.decode(value), stamp);
    }
    Checkpoint checkpoint = whole.apply(value);
    requireFinite(checkpoint);
    numbering.count(checkpoint.version(), stamp);
    since = 0;
    torn = false;
    return Optional.of(new Assembled(checkpoint, Optional.empty()));
  }

  private static void requireFinite(Checkpoint checkpoint) {
    for (Map.Entry<String, Tensor> tensor : checkpoint.tensors().entrySet()) {
      if (!tensor.getValue().isFinite()) {
        throw new MalformedContent("tensor " + tensor.getKey() + " is not finite");
      }
    }
  }

  private Optional<Assembled> ofManifest(JsonObject tree, OptionalLong stamp) {
    BlockIndex index = BlockIndex.of(tree);
    String owner = tree.required("model", String.class);
    if (!owner.equals(model)) {
      throw new MalformedContent("it is the state of model " + owner);
    }
    long count = tree.required("parts", Long.class);
    numbering.count(tree.required("version", Long.class), stamp);
    since = index.since();
    torn = true;
    Optional<List<BlockSet>> blocks = store.whole(index).filter(all -> hasParts(count));
    Optional<Assembled> assembled = blocks.map(all -> new Assembled(rest(count), blocks));
    torn = assembled.isEmpty();
    return assembled;
  }

  private boolean hasParts(long count) {
    long found = 0;
    while (found < count && parts.containsKey((int) found)) {
      found++;
    }
    return found == count;
  }

  private Checkpoint rest(long count) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    for (int part = 0; part < count; part++) {
      rest.writeBytes(parts.getOrDefault(part, new byte[0]));
    }
    return whole.apply(rest.toByteArray());
  }
}
