package io.gradstream.codec.block;

import io.gradstream.version.KeyModel;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import java.util.Map;
import java.util.Optional;

/**
 * A version as it arrived: in one record, or in blocks. It stays as it is whatever comes later.
 *
 * @param head the version, without its parameters where they came in blocks
 * @param blocks all its blocks, where they came so
 * @param records how many records came since the version before, its own among them
 * @param bytes how many bytes their values had
 * @param keys the models of keys that have come since the version before, where keys have some
 */
public record AssembledVersion(
    ModelVersion head,
    Optional<ModelBlocks> blocks,
    long records,
    long bytes,
    Map<String, KeyModel> keys) {
  /** A version with which no model of a key has come. */
  public AssembledVersion(
      ModelVersion head, Optional<ModelBlocks> blocks, long records, long bytes) {
    this(head, blocks, records, bytes, Map.of());
  }

  /** The same with these models of keys. */
  public AssembledVersion with(Map<String, KeyModel> models) {
    return new AssembledVersion(head, blocks, records, bytes, models);
  }

  /** The version with all its parameters, put together at every call. */
  public ModelVersion version() {
    return blocks.map(all -> head.with(ModelBlocks.tensors(all.parameters()))).orElse(head);
  }
}
