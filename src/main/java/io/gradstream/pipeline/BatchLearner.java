package io.gradstream.pipeline;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.CarefulLearner;
import io.gradstream.learn.Contest;
import io.gradstream.learn.GuardedSamples;
import io.gradstream.learn.KeyedLearner;
import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.batch.Batch;
import io.gradstream.pipeline.batch.DeadLetter;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has batches learned as a run's {@link Caution} says. */
final class BatchLearner {
  /** A sample of a bounded input, which comes again in every pass. */
  private record Sample(String topic, int partition, long offset) {
    static Sample of(DeadLetter letter) {
      return new Sample(letter.topic(), letter.partition(), letter.offset());
    }
  }

  private final Learner learner;
  private final GuardedSamples guarded;
  private final CarefulLearner careful;
  private final Caution caution;
  private final boolean full;
  private final Set<Sample> leftOut = new HashSet<>();
  private final @Nullable Contest contest;
  private final @Nullable KeyedLearner keyed;
  private boolean told;
  private boolean promoted;
  private long learnedInARow;

  /**
   * A learning of batches.
   *
   * @param again whether the input has been seen before: what is left out in its first pass then is
   *     no news
   */
  BatchLearner(Learner learner, Caution caution, boolean again) {
    this.learner = learner;
    this.guarded = new GuardedSamples(learner);
    this.careful = new CarefulLearner(learner);
    this.caution = caution;
    this.full = learner.batching().mode() == Mode.FULL;
    this.told = again;
    this.contest = learner.contest().orElse(null);
    this.keyed = learner.keyed().orElse(null);
  }

  /**
   * Learns a batch, and lists in it what was left out.
   *
   * @param learned is given what was predicted, valid until it returns
   * @return whether anything was learned
   */
  boolean learn(Batch batch, Consumer<StepResult> learned) {
    MiniBatch samples = guarded.of(batch.samples(), batch);
    if (keyed != null) {
      return samples.rows() > 0 && learnByKeys(keyed, samples, batch, learned);
    }
    StepResult result = learnAtOnce(samples, batch);
    if (result != null) {
      learned.accept(result);
    }
    return result != null;
  }

  private boolean learnByKeys(
      KeyedLearner models, MiniBatch samples, Batch batch, Consumer<StepResult> learned) {
    int before = batch.leftOut().size();
    boolean tried = isCareful();
    boolean any =
        models.learn(
            samples, tried, (row, reason) -> batch.reject(guarded.origin(row), reason), learned);
    if (tried) {
      countInARow(batch, before, samples.rows());
    }
    return any;
  }

  private @Nullable StepResult learnAtOnce(MiniBatch samples, Batch batch) {
    boolean tried = isCareful();
    long step = learner.counters().steps();
    StepResult result = null;
    if (samples.rows() > 0) {
      result = tried ? learnCarefully(samples, batch) : learner.learn(samples);
    }
    if (contest != null) {
      promoted = contest.learn(batch.samples(), result, step, tried);
      learnedInARow = contest.isWhole() ? learnedInARow : 0;
    }
    if (full) {
      batch.leftOut().removeIf(letter -> !leftOut.add(Sample.of(letter)) || told);
    }
    return result;
  }

  private @Nullable StepResult learnCarefully(MiniBatch samples, Batch batch) {
    int before = batch.leftOut().size();
    StepResult result =
        careful.learn(samples, (row, reason) -> batch.reject(guarded.origin(row), reason));
    countInARow(batch, before, samples.rows());
    return result;
  }

  private void countInARow(Batch batch, int leftOutBefore, int rows) {
    boolean all = batch.leftOut().size() == leftOutBefore;
    learnedInARow = all ? learnedInARow + rows : 0;
  }

  /** Whether there is another champion since the last batch. */
  boolean hasPromoted() {
    return promoted;
  }

  /** Ends a pass over a bounded input. */
  void endPass() {
    told = false;
    if (isCareful()) {
      careful.endPass();
    } else {
      learner.endPass();
    }
  }

  /** What is left out in one pass over a bounded input is to be left out in all of them. */
  private boolean isCareful() {
    return caution.isFor(learner.counters().steps(), full ? 0 : learnedInARow);
  }
}
