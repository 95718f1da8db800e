package io.gradstream.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread of a process as an executor. */
final class SimulatedThread extends AbstractExecutorService implements ScheduledExecutorService {
  private final SimulatedProcess process;
  private final Actor actor;
  private boolean shutdown;
  private Actor.@Nullable Task periodic;

  SimulatedThread(SimulatedProcess process, Actor actor) {
    this.process = process;
    this.actor = actor;
  }

  @Override
  public void execute(Runnable task) {
    if (shutdown) {
      throw new RejectedExecutionException("shut down");
    }
    actor.add(task, 0);
  }

  /** Ends with the first failure, as every executor's does. */
  @Override
  public @Nullable ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    periodic =
        actor.add(
            () -> {
              task.run();
              if (!shutdown) {
                scheduleWithFixedDelay(task, delay, delay, unit);
              }
            },
            initialDelay,
            unit);
    return null;
  }

  @Override
  public void shutdown() {
    shutdown = true;
    if (periodic != null) {
      periodic.dispose();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return process.await(Duration.ofNanos(unit.toNanos(timeout)), this::isTerminated);
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown && actor.isIdle();
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }
}
