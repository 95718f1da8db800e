package io.gradstream.pipeline;

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
  /** As many that decode as there are processors, but for the one that learns. */
  static Threads ofThisMachine() {
    int beside = Runtime.getRuntime().availableProcessors() - 1;
    return of(Math.max(1, Math.min(ReadAhead.CHUNKS, beside)));
  }

  /** So many that decode. */
  static Threads of(int decoders) {
    return new Threads(
        Schedulers.newSingle("learner"), Schedulers.newParallel("decoder", decoders));
  }

  @Override
  public void dispose() {
    learner.dispose();
    decoders.dispose();
  }
}
