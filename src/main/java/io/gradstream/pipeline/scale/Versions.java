package io.gradstream.pipeline.scale;

import io.gradstream.learn.MergedLearner;
import io.gradstream.pipeline.Publication;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.VersionFigures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of a model of several learners, while this member is the one to publish them. The
 * log is cut behind the newest, and where nobody needs it any more who is not hopelessly late: such
 * a one begins again with the newest version.
 */
final class Versions {
  private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

  /** Rounds of so many times {@code staleness} are kept; a transaction takes two positions. */
  private static final int KEPT = 8;

  private final MergedLearner merged;
  private final Membership membership;
  private final ScaledRun.Parts parts;
  private final ScaleTally tally;
  private boolean isTheirs = true;
  private Offsets published = Offsets.none();
  private long publishedSteps;
  private long publishedNs;
  private long cut;

  Versions(MergedLearner merged, Membership membership, ScaledRun.Parts parts, ScaleTally tally) {
    this.merged = merged;
    this.membership = membership;
    this.parts = parts;
    this.tally = tally;
  }

  /**
   * Publishes one if it is this member's part and time.
   *
   * @param readLog takes in all that is in the log by now
   */
  void publishIfDue(Runnable readLog) {
    if (isOurs(readLog) && isDue()) {
      publish();
    }
  }

  /** Publishes what has been learned since the newest version. */
  void last(Runnable readLog) {
    if (isOurs(readLog) && isNew()) {
      publish();
    }
  }

  /** Whether a version has all that was there to be learned, or there was nothing. */
  boolean isPublished() {
    if (merged.offsets().byTopic().isEmpty()) {
      return true;
    }
    return isTheirs
        ? membership.newest().filter(each -> hasAll(each.version())).isPresent()
        : !isNew();
  }

  private boolean hasAll(ModelVersion version) {
    return membership.isAllBefore(version.offsets());
  }

  /**
   * Publishes a model that a learner alone has left, with where the log goes on from it, if it is
   * this member's part: no member learns before that is known to all.
   */
  void adoptIfOurs() {
    if (membership.isPublisher()) {
      takeOver(() -> {});
      Optional<Snapshot> left = membership.newest().filter(each -> !MergedLearner.isOfLog(each));
      if (left.isPresent()) {
        merged.restore(left.get(), membership.endOfLog());
        publish();
      }
    }
  }

  private boolean isOurs(Runnable readLog) {
    if (!membership.isPublisher()) {
      isTheirs = true;
      return false;
    }
    if (isTheirs) {
      takeOver(readLog);
    }
    return !isTheirs;
  }

  /**
   * Whatever others have published, they have read in the log: it is read once more behind that.
   */
  private void takeOver(Runnable readLog) {
    Optional<ModelVersion> newest = membership.takeOverPublishing();
    readLog.run();
    merged.learner().counters().continueVersions(newest.map(ModelVersion::version).orElse(0L));
    published = newest.map(ModelVersion::offsets).orElse(Offsets.none());
    publishedSteps = newest.map(ModelVersion::step).orElse(0L);
    publishedNs = parts.nanoTime().getAsLong();
    isTheirs = false;
    LOG.info(
        "member {} publishes, from version {} on",
        membership.member(),
        merged.learner().counters().version() + 1);
  }

  private boolean isNew() {
    return !merged.offsets().byTopic().equals(published.byTopic());
  }

  private boolean isDue() {
    long steps = merged.learner().counters().steps() - publishedSteps;
    long ns = parts.nanoTime().getAsLong() - publishedNs;
    return isNew()
        && (steps >= parts.publish().everySteps()
            || ns >= parts.publish().everyInterval().toNanos());
  }

  private void publish() {
    Instant now = parts.clock().instant();
    Snapshot snapshot = merged.snapshot(now);
    ModelVersion version = snapshot.version();
    VersionFigures figures =
        VersionFigures.of(
            version,
            Optional.empty(),
            Double.NaN,
            merged.learner().learningRate(),
            merged.learner().counters().rejected());
    Publication publication =
        new Publication(
            version,
            snapshot.checkpoint(),
            List.of(),
            Optional.empty(),
            Optional.of(figures),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    if (!membership.publish(publication)) {
      isTheirs = true;
      return;
    }
    tally.countVersion();
    published = version.offsets();
    publishedSteps = version.step();
    publishedNs = parts.nanoTime().getAsLong();
    cutLog();
  }

  private void cutLog() {
    long kept = (long) KEPT * merged.settings().staleness();
    if (merged.position() - kept >= cut + kept) {
      cut = merged.position() - kept;
      membership.cutBefore(cut);
    }
  }
}
