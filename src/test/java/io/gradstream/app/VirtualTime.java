package io.gradstream.app;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Virtual time for what opens threads of its own and disposes of them, one after the other. */
final class VirtualTime {
  private static final Duration LONG = Duration.ofHours(1);

  private VirtualTime() {}

  /** The first signals of a publisher, once an hour has passed. */
  static StepVerifier.Step<?> afterLong(Supplier<? extends Publisher<?>> publisher) {
    return StepVerifier.withVirtualTime(publisher::get, VirtualTime::clock, Long.MAX_VALUE)
        .thenAwait(LONG);
  }

  private static VirtualTimeScheduler clock() {
    VirtualTimeScheduler clock = VirtualTimeScheduler.set(VirtualTimeScheduler.create());
    Schedulers.setFactory(
        new Schedulers.Factory() {
          @Override
          public Scheduler newSingle(ThreadFactory threads) {
            return new Thread(clock);
          }

          @Override
          public Scheduler newParallel(int parallelism, ThreadFactory threads) {
            return new Thread(clock);
          }

          @Override
          public Scheduler newBoundedElastic(
              int mostThreads, int mostTasks, ThreadFactory threads, int idleSeconds) {
            return clock;
          }
        });
    return clock;
  }

  /** With whose end time goes on. */
  private record Thread(VirtualTimeScheduler clock) implements Scheduler {
    @Override
    public Disposable schedule(Runnable task) {
      return clock.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      return clock.schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
      return clock.createWorker();
    }

    @Override
    public long now(TimeUnit unit) {
      return clock.now(unit);
    }
  }
}
