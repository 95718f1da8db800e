package io.gradstream.learn;

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
}
