package io.gradstream.pipeline;

import io.gradstream.learn.history.Retention;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.VersionFigures;
import io.gradstream.version.WaitingRows;
import java.util.List;
import java.util.Optional;

/**
 * What is made public at once, or not at all: a version with the offsets it holds, what the learner
 * needs to resume from it, its figures, and the dead letters of that stretch.
 *
 * @param version what consumers need, without its parameters where they go in blocks
 * @param checkpoint what the learner needs besides, without its tensors where they go in blocks
 * @param deadLetters the records up to the version's offsets that were not learned
 * @param blocks the tensors of version and checkpoint, where they go in blocks
 * @param figures the version's point in the series of all, for who looks at that alone
 * @param retention that it is kept beyond the newest, where it is
 * @param waiting what has changed of what waits for labels, where those come later
 * @param keys what has changed of the models of keys, where those have some
 */
public record Publication(
    ModelVersion version,
    Checkpoint checkpoint,
    List<DeadLetter> deadLetters,
    Optional<ModelBlocks> blocks,
    Optional<VersionFigures> figures,
    Optional<Retention> retention,
    Optional<WaitingRows> waiting,
    Optional<ChangedKeys> keys) {
  /** A publication of whole tensors, without figures of its own, that is not kept. */
  public Publication(ModelVersion version, Checkpoint checkpoint, List<DeadLetter> deadLetters) {
    this(
        version,
        checkpoint,
        deadLetters,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
