package io.gradstream.learn;

import io.gradstream.tensor.Tensor;
import java.util.Optional;

/**
 * A learner at one moment, between two steps: what is published of it and what only it needs.
 *
 * @param version what consumers get
 * @param checkpoint the rest, with the same version number
 * @param blocks the tensors of both where they are published in blocks: version and checkpoint have
 *     none then
 */
public record Snapshot(ModelVersion version, Checkpoint checkpoint, Optional<ModelBlocks> blocks) {
  /** A snapshot that has all its tensors itself. */
  public Snapshot(ModelVersion version, Checkpoint checkpoint) {
    this(version, checkpoint, Optional.empty());
  }

  /**
   * Checks that nothing in it would leave whoever takes it up without a model.
   *
   * @throws DivergedException if a tensor has an element that is no finite number
   */
  Snapshot requireFinite() {
    version.parameters().forEach(Snapshot::requireFinite);
    checkpoint.tensors().forEach(Snapshot::requireFinite);
    blocks.ifPresent(
        changed -> {
          changed.parameters().forEach(Snapshot::requireFinite);
          changed.state().forEach(Snapshot::requireFinite);
        });
    return this;
  }

  private static void requireFinite(String name, Tensor tensor) {
    if (!tensor.isFinite()) {
      throw outgrown(name);
    }
  }

  private static void requireFinite(BlockSet set) {
    for (int i = 0; i < set.size(); i++) {
      if (!Tensor.areFinite(set.page(i), set.page(i).length)) {
        throw outgrown(set.name());
      }
    }
  }

  private static DivergedException outgrown(String name) {
    return new DivergedException(name + " has outgrown float32");
  }
}
