package io.gradstream.version;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A learner at one moment, between two steps: what is published of it and what only it needs.
 *
 * @param version what consumers get
 * @param checkpoint the rest, with the same version number
 * @param blocks the tensors of both where they are published in blocks: version and checkpoint have
 *     none then
 * @param waiting what waits for labels that come later, all of it
 */
public record Snapshot(
    ModelVersion version,
    Checkpoint checkpoint,
    Optional<ModelBlocks> blocks,
    WaitingRows waiting) {
  /** A snapshot beside which nothing waits. */
  public Snapshot(ModelVersion version, Checkpoint checkpoint, Optional<ModelBlocks> blocks) {
    this(version, checkpoint, blocks, WaitingRows.none());
  }

  /** A snapshot that has all its tensors itself. */
  public Snapshot(ModelVersion version, Checkpoint checkpoint) {
    this(version, checkpoint, Optional.empty());
  }

  /** The same with this version. */
  public Snapshot with(ModelVersion other) {
    return new Snapshot(other, checkpoint, blocks, waiting);
  }

  /**
   * The name of a tensor that has an element which is no finite number, or of the set of its
   * blocks, if there is one.
   */
  public Optional<String> nonFinite() {
    Stream<String> tensors =
        Stream.of(version.parameters(), checkpoint.tensors())
            .flatMap(each -> each.entrySet().stream())
            .filter(each -> !each.getValue().isFinite())
            .map(Map.Entry::getKey);
    Stream<String> sets =
        blocks.stream()
            .flatMap(each -> Stream.of(each.parameters(), each.state()))
            .flatMap(List::stream)
            .filter(each -> !each.isFinite())
            .map(BlockSet::name);
    return Stream.concat(tensors, sets).findFirst();
  }
}
