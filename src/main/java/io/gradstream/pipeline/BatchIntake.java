package io.gradstream.pipeline;

import io.gradstream.learn.Learner;
import io.gradstream.learn.history.History;
import io.gradstream.learn.history.HistorySettings;
import io.gradstream.pipeline.batch.Batch;
import io.gradstream.pipeline.batch.DeadLetter;
import java.util.List;

/** What is done with each batch: its samples are learned, and the rest of it is accounted for. */
final class BatchIntake {
  private final LearnOperator.Parts parts;
  private final Learner learner;
  private final PendingPublication pending;
  private final Passes passes;
  private final BatchLearner batches;
  private long newestSampleMs;

  BatchIntake(LearnOperator.Parts parts, PendingPublication pending, Passes passes) {
    this.parts = parts;
    this.learner = parts.learner();
    this.pending = pending;
    this.passes = passes;
    this.batches = new BatchLearner(learner, parts.caution(), !passes.isNews());
  }

  /** The timestamp of the newest sample learned, in milliseconds since 1970; 0 before the first. */
  long newestSampleMs() {
    return newestSampleMs;
  }

  /**
   * Learns a batch, and takes down what it has of dead letters and positions.
   *
   * @return whether a version is wanted at this very point
   */
  boolean learn(Batch batch) {
    boolean learned = batch.samples().rows() > 0 && learnSamples(batch);
    reject(batch.leftOut());
    if (batch.endsPass()) {
      endPass();
      return false;
    }
    if (passes.isNews()) {
      pending.positions().copyFrom(batch.positions());
      reject(batch.rejected());
      count(batch.counted());
      passOver(batch.passedOver());
      if (batch.skips() || batch.moves()) {
        pending.passedOver();
      }
    }
    passes.advance();
    boolean isKept = false;
    if (learned && !passes.isWithin()) {
      pending.stepped();
      isKept = parts.history().isPresent() && isToBeKept(parts.history().get(), batch);
    }
    return isKept || (batch.samples().rows() > 0 && batches.hasPromoted());
  }

  /** What is kept is decided by the samples: it is the version of the point where it is due. */
  private boolean isToBeKept(HistorySettings settings, Batch batch) {
    History history = learner.history();
    history.learned(settings, learner.counters().samples(), batch.lastTimestampMs());
    return history.isDue();
  }

  private boolean learnSamples(Batch batch) {
    parts.listener().learning(batch.timestampMs());
    newestSampleMs = Math.max(newestSampleMs, batch.timestampMs());
    return batches.learn(batch, parts.listener()::learned);
  }

  private void endPass() {
    batches.endPass();
    pending.stepped();
    passes.end();
  }

  private void reject(List<DeadLetter> rejected) {
    if (!rejected.isEmpty()) {
      rejected.forEach(parts.listener()::rejected);
      pending.rejected(rejected);
      learner.counters().countRejected(rejected.size());
    }
  }

  /** Those of which there are too many are told, and else only passed over. */
  private void count(List<DeadLetter> counted) {
    if (!counted.isEmpty()) {
      counted.forEach(parts.listener()::rejected);
      counted.forEach(parts.listener()::unpublished);
      pending.passedOver();
      learner.counters().countRejected(counted.size());
    }
  }

  private void passOver(int samples) {
    if (samples > 0) {
      parts.listener().passedOver(samples);
      pending.passedOver();
    }
  }
}
