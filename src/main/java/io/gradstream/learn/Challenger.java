package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.challenge.PairedTest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A learner beside a champion: it has a guard, figures and scales of its own, so that it is at any
 * moment what it would be alone. What it leaves out is nobody's dead letter.
 */
final class Challenger {
  /** The parameters of a model that learns are never as large as this. */
  private static final float LARGE = 1e9f;

  /** What its metrics grow to, in numbers of four bytes. */
  private static final long METRICS_NUMBERS = (128 << 10) / Float.BYTES;

  /** What a tensor's name and place take, in such numbers. */
  private static final long TENSOR_NUMBERS = 64;

  private static final Rejection UNTOLD = (row, reason) -> {};

  private final Learner learner;
  private final GuardedSamples guarded;
  private final CarefulLearner careful;
  private final PairedTest test = new PairedTest();
  private boolean leftOut;
  private boolean diverged;

  /** A challenger that goes on as this learner, which is its own from now on. */
  Challenger(Learner learner) {
    this.learner = learner;
    this.guarded = new GuardedSamples(learner);
    this.careful = new CarefulLearner(learner);
  }

  Learner learner() {
    return learner;
  }

  /** How it does beside the champion. */
  PairedTest test() {
    return test;
  }

  /**
   * Learns what of a batch can be learned.
   *
   * @param tried whether a step is tried before it is taken
   * @return what was predicted of the whole batch, valid until the next call; null where some of it
   *     was left out
   * @throws RefusedStepException if a step that was not tried cannot be taken
   */
  @Nullable StepResult learn(MiniBatch batch, boolean tried) {
    long before = learner.keptOut();
    StepResult result = null;
    try {
      result = learn(guarded.of(batch, UNTOLD), batch, tried);
    } catch (DivergedException unlearnable) {
      diverged = true;
    }
    leftOut = learner.keptOut() > before;
    // One that is not a number is large, too.
    diverged |= leftOut && !(learner.largestParameter() <= LARGE);
    return leftOut ? null : result;
  }

  private @Nullable StepResult learn(MiniBatch samples, MiniBatch batch, boolean tried) {
    if (samples.rows() == 0) {
      return null;
    }
    StepResult result = tried ? careful.learn(samples, UNTOLD) : learner.learn(samples);
    return result == null || result.rows() < batch.rows() ? null : result;
  }

  /** Whether it has left out some of the last batch. */
  boolean hasLeftOut() {
    return leftOut;
  }

  /** Whether its parameters have outgrown every use. */
  boolean hasDiverged() {
    return diverged;
  }

  /** How many numbers a checkpoint has of it at most. */
  long numberCount() {
    return learner.versionCount()
        + learner.slotCount()
        + TENSOR_NUMBERS * (learner.shapes().size() + learner.keptTensors().size())
        + METRICS_NUMBERS;
  }

  /**
   * What a version says of it: how many {@code samples} it has come, as the model counts them, the
   * {@code learningRate} of its next step, its figures over all and over the last samples, and by
   * how many standard errors it is {@code ahead} in the window that has begun.
   */
  Map<String, Object> describe() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("samples", learner.counters().samples());
    description.put("learningRate", learner.learningRate());
    description.put("ahead", test.errors());
    Map<String, Object> report = learner.metrics().report();
    description.putAll(figures(report.get("metrics")));
    description.put("window", figures(report.get("window")));
    return description;
  }

  private static Map<String, Object> figures(@Nullable Object tree) {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> all) {
      all.forEach(
          (name, value) -> {
            if (value instanceof Number) {
              figures.put(name.toString(), value);
            }
          });
    }
    return figures;
  }
}
