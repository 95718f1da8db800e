package io.gradstream.pipeline.batch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The time a batch's first sample may wait. The clock is read once per chunk and the timer set only
 * when the input pauses inside a batch, so a stream that flows pays for neither.
 */
final class WaitTimer {
  private static final long NEVER = -1;

  private final Scheduler scheduler;
  private final Scheduler.Worker worker;
  private final long maxWaitNs;
  private long chunkArrivedNs;
  private long firstArrivedNs = NEVER;
  private Disposable alarm = () -> {};

  WaitTimer(Scheduler scheduler, Optional<Duration> maxWait) {
    this.scheduler = scheduler;
    this.worker = scheduler.createWorker();
    this.maxWaitNs = maxWait.map(Duration::toNanos).orElse(NEVER);
  }

  void chunkArrived() {
    if (maxWaitNs != NEVER) {
      chunkArrivedNs = scheduler.now(TimeUnit.NANOSECONDS);
    }
  }

  /** The batch holds a sample now, the first of it if it held none before. */
  void sampleTaken() {
    if (firstArrivedNs == NEVER) {
      firstArrivedNs = chunkArrivedNs;
    }
  }

  void batchSent() {
    firstArrivedNs = NEVER;
    alarm.dispose();
  }

  /** Calls back when the batch in hand has waited long enough. */
  void awaitWith(Runnable due) {
    if (maxWaitNs != NEVER) {
      alarm.dispose();
      alarm = worker.schedule(due, remainingNs(), TimeUnit.NANOSECONDS);
    }
  }

  boolean isDue() {
    return maxWaitNs != NEVER && firstArrivedNs != NEVER && remainingNs() <= 0;
  }

  private long remainingNs() {
    return firstArrivedNs + maxWaitNs - scheduler.now(TimeUnit.NANOSECONDS);
  }

  void stop() {
    worker.dispose();
  }
}
