package io.gradstream.app.train;

import io.gradstream.app.train.Training.Start;
import io.gradstream.learn.Learner;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.join.Join;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.ControlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fresh learner into what a session begins with: it goes on from the newest version there is, in
 * the way that is wanted, and from the place in the input that belongs to it.
 */
final class Preparation {
  private final Training.Parts parts;
  private Start start = Start.GOING_ON;
  private @Nullable Offsets beginning;

  Preparation(Training.Parts parts) {
    this.parts = parts;
  }

  /** What becomes of a model that was learned before. */
  void startingBy(Start how) {
    start = how;
  }

  /**
   * The learner of a session. What would be refused is refused here, before anybody is fenced.
   *
   * @param isFirst whether this run has published no version so far
   * @throws UsageException if the configuration cannot go on from what is there
   */
  PreparedLearner of(Session session, boolean isFirst) {
    Learner fresh = parts.newLearner().get();
    session.blocksOf(fresh).ifPresent(limits -> publishInBlocks(fresh, limits));
    List<String> news = new ArrayList<>();
    Optional<Join> join = parts.join().map(JoinParts::newJoin);
    Optional<ModelVersion> newest = restore(session, isFirst, fresh, join, news);
    return new PreparedLearner(fresh, newest, start(session.source(), newest), join, news);
  }

  private static void publishInBlocks(Learner fresh, BlockLimits limits) {
    if (fresh.contest().isPresent()) {
      throw new UsageException(fresh.contest().get().whyNotInBlocks());
    }
    try {
      fresh.publishInBlocks(limits);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(String.valueOf(impossible.getMessage()));
    }
  }

  /** A session that finds no version begins where the first of this run has begun. */
  private Offsets start(SampleSource source, Optional<ModelVersion> newest) {
    if (newest.isPresent()) {
      return source.start(newest);
    }
    Offsets from = beginning == null ? source.start(newest) : source.startAgain(beginning);
    beginning = from;
    return from;
  }

  /**
   * Goes on from the newest version, which is given without its parameters, or counts on from it.
   */
  private Optional<ModelVersion> restore(
      Session session, boolean isFirst, Learner fresh, Optional<Join> join, List<String> news) {
    if (start == Start.OVER && isFirst) {
      fresh.counters().continueVersions(session.startOver());
      return Optional.empty();
    }
    if (start == Start.FROM_VERSION && isFirst) {
      return Optional.of(startFrom(fresh, session.restoreVersion(), news));
    }
    return session.restore().map(restored -> goOn(fresh, restored, join, news));
  }

  private static ModelVersion startFrom(
      Learner fresh, Session.Found<ModelVersion> found, List<String> news) {
    ModelVersion newest = found.newest();
    try {
      fresh.startFrom(newest);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--from-version: version %d is of another model than is configured: %s"
              .formatted(newest.version(), e.getMessage()));
    }
    fresh.counters().continueVersions(found.version());
    fresh.control(ControlState.of(newest.control()));
    String alone = fresh.keyed().isPresent() ? ", and anew with each key" : "";
    news.add(
        "starting from version %d with a fresh optimizer%s".formatted(newest.version(), alone));
    return newest.with(Map.of());
  }

  private ModelVersion goOn(
      Learner fresh, Session.Found<Snapshot> restored, Optional<Join> join, List<String> news) {
    Snapshot newest = restored.newest();
    if (start == Start.EVOLVING) {
      fresh.evolve(newest).effects().forEach(effect -> news.add("configuration: " + effect));
    } else {
      fresh.restore(newest);
    }
    join.ifPresent(halves -> goOn(halves, newest));
    fresh.keyed().ifPresent(keyed -> keyed.goOnFrom(newest.version()));
    fresh.counters().continueVersions(restored.version());
    fresh.contest().ifPresent(contest -> news.addAll(contest.news()));
    news.add(
        "going on from version %d, %d samples"
            .formatted(newest.version().version(), newest.version().samples()));
    return newest.version().with(Map.of());
  }

  private static void goOn(Join join, Snapshot newest) {
    try {
      join.restore(newest.waiting(), newest.version().version());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage() + ": start over with --reset, or with --from-version without what waited");
    }
  }
}
