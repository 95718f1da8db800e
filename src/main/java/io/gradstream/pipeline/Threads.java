package io.gradstream.pipeline;

import io.gradstream.pipeline.chunk.ReadAhead;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of one run.
 *
 * @param learner the one that learns
 * @param decoders those that decode
 */
record Threads(Scheduler learner, Scheduler decoders) implements Disposable {
  /** As many that decode as this machine has processors for. */
  static Threads ofThisMachine() {
    return new Threads(newLearner(), ReadAhead.newThreads());
  }

  /** So many that decode. */
  static Threads of(int decoders) {
    return new Threads(newLearner(), ReadAhead.newThreads(decoders));
  }

  private static Scheduler newLearner() {
    return Schedulers.newSingle("learner");
  }

  @Override
  public void dispose() {
    learner.dispose();
    decoders.dispose();
  }
}
