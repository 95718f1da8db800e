package io.gradstream.simulation;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reactor's schedulers: a worker is a thread of the process in whose turn it is made, and so is
 * whatever is scheduled without one.
 */
final class SimulatedSchedulers implements Schedulers.Factory {
  private final World world;

  SimulatedSchedulers(World world) {
    this.world = world;
  }

  @Override
  public Scheduler newSingle(ThreadFactory threads) {
    return new OfActors("learner");
  }

  @Override
  public Scheduler newParallel(int parallelism, ThreadFactory threads) {
    return new OfActors("parallel");
  }

  @Override
  public Scheduler newBoundedElastic(
      int mostThreads, int mostTasks, ThreadFactory threads, int idleSeconds) {
    return new OfActors("elastic");
  }

  private Actor newActor(String role) {
    SimulatedProcess process = world.running().process();
    return process == null ? Actor.passing(world, null, role) : process.newPassingActor(role);
  }

  /** A scheduler whose workers are actors. */
  private final class OfActors implements Scheduler {
    private final String role;

    OfActors(String role) {
      this.role = role;
    }

    @Override
    public Disposable schedule(Runnable task) {
      return newActor(role).add(task, 0);
    }

    /** A retry's wait, which Reactor draws by dice of its own: here the seed draws it. */
    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      return newActor(role).add(task, world.between(100, 3_000), TimeUnit.MILLISECONDS);
    }

    @Override
    public Worker createWorker() {
      SimulatedProcess process = world.running().process();
      return new ActorWorker(
          process == null ? new Actor(world, null, role) : process.newActor(role));
    }

    @Override
    public long now(TimeUnit unit) {
      return unit.convert(world.nowNs(), TimeUnit.NANOSECONDS);
    }
  }

  /** One of its threads. */
  private static final class ActorWorker implements Scheduler.Worker {
    private final Actor actor;
    private boolean disposed;

    ActorWorker(Actor actor) {
      this.actor = actor;
    }

    @Override
    public Disposable schedule(Runnable task) {
      return schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      return disposed ? Disposables.disposed() : actor.add(task, delay, unit);
    }

    @Override
    public Disposable schedulePeriodically(
        Runnable task, long initialDelay, long period, TimeUnit unit) {
      return schedule(
          () -> {
            task.run();
            schedulePeriodically(task, period, period, unit);
          },
          initialDelay,
          unit);
    }

    @Override
    public void dispose() {
      disposed = true;
      actor.clear();
    }

    @Override
    public boolean isDisposed() {
      return disposed;
    }
  }
}
