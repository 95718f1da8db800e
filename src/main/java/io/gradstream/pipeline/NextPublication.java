package io.gradstream.pipeline;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.learn.KeyedLearner;
import io.gradstream.learn.Learner;
import io.gradstream.learn.history.History;
import io.gradstream.learn.history.HistorySettings;
import io.gradstream.learn.history.KeptBlocks;
import io.gradstream.learn.history.KeptVersion;
import io.gradstream.learn.history.Retention;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.VersionFigures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes publications of a run, each between two steps. */
final class NextPublication {
  /** More than a checkpoint has for a kind of a kept version's records beside their numbers. */
  private static final int KIND_BYTES = 2048;

  private final LearnOperator.Parts parts;
  private final Learner learner;

  NextPublication(LearnOperator.Parts parts) {
    this.parts = parts;
    this.learner = parts.learner();
  }

  /**
   * Takes the next.
   *
   * @param offsets how far the input has been learned
   * @param newestSampleMs when the newest sample was written, in ms since the epoch; or 0
   */
  Publication next(Offsets offsets, long newestSampleMs, List<DeadLetter> deadLetters) {
    Optional<Retention> retention = parts.history().flatMap(this::retention);
    long number = learner.counters().version() + 1;
    Optional<ChangedKeys> changed = learner.keyed().map(keyed -> keyed.drain(number));
    Snapshot snapshot = taken(offsets);
    ModelVersion version = snapshot.version();
    return new Publication(
        version,
        snapshot.checkpoint(),
        deadLetters,
        snapshot.blocks(),
        Optional.of(figures(version, newestSampleMs)),
        retention,
        parts.join().map(join -> join.drain(version.version())),
        changed);
  }

  private Snapshot taken(Offsets offsets) {
    Snapshot own = learner.snapshot(offsets, parts.clock().instant());
    Optional<KeyedLearner> keyed = learner.keyed();
    if (keyed.isPresent()) {
      return own.with(keyed.get().toldBy(own.version()));
    }
    return parts.join().map(join -> own.with(join.toldBy(own.version()))).orElse(own);
  }

  private VersionFigures figures(ModelVersion version, long newestSampleMs) {
    return VersionFigures.of(
        version,
        Optional.of(newestSampleMs).filter(ms -> ms > 0).map(Instant::ofEpochMilli),
        learner.figures().drainMeanLoss(),
        learner.learningRate(),
        learner.counters().rejected());
  }

  private Optional<Retention> retention(HistorySettings settings) {
    History history = learner.history();
    if (!history.isDue()) {
      return Optional.empty();
    }
    Optional<KeptBlocks> blocks = learner.keptBlocks();
    long next = learner.counters().version() + 1;
    KeptVersion kept =
        blocks
            .map(all -> new KeptVersion(next, all.parts(restBytes(all, settings.keep()))))
            .orElseGet(() -> new KeptVersion(next));
    return Optional.of(new Retention(blocks, history.keep(kept, settings.keep())));
  }

  /** A bound of what the next checkpoint has beside its blocks; it tells of this one too. */
  private int restBytes(KeptBlocks blocks, int keep) {
    int known = new CheckpointCodec().encode(learner.outline().checkpoint()).length;
    int kinds = blocks.all().parameters().size() + blocks.all().state().size() + 2;
    return known + kinds * (KIND_BYTES + keep * Double.BYTES);
  }
}
