package io.gradstream.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** What is a thread elsewhere: it does one thing after the other, each not before its time. */
final class Actor {
  /** Something to do. */
  static final class Task implements Disposable {
    private final Runnable action;
    private final long dueNs;
    private final long number;
    private boolean disposed;

    private Task(Runnable action, long dueNs, long number) {
      this.action = action;
      this.dueNs = dueNs;
      this.number = number;
    }

    @Override
    public void dispose() {
      disposed = true;
    }

    @Override
    public boolean isDisposed() {
      return disposed;
    }
  }

  private static final Comparator<Task> BY_TIME =
      Comparator.<Task>comparingLong(task -> task.dueNs).thenComparingLong(task -> task.number);

  private final World world;
  private final @Nullable SimulatedProcess process;
  private final String name;
  private final PriorityQueue<Task> tasks = new PriorityQueue<>(BY_TIME);
  private long added;
  private boolean busy;
  private long notBeforeNs;
  private boolean passing;

  /** One of a process, or of nobody's. */
  Actor(World world, @Nullable SimulatedProcess process, String name) {
    this.world = world;
    this.process = process;
    this.name = name;
    if (process == null || process.isAlive()) {
      world.add(this);
    }
  }

  /** One that is gone once it has nothing more to do. */
  static Actor passing(World world, @Nullable SimulatedProcess process, String name) {
    Actor actor = new Actor(world, process, name);
    actor.passing = true;
    return actor;
  }

  @Nullable SimulatedProcess process() {
    return process;
  }

  String name() {
    return process == null ? name : process.name() + "/" + name;
  }

  Task add(Runnable action, long delayNs) {
    Task task = new Task(action, world.nowNs() + Math.max(0, delayNs), added++);
    tasks.add(task);
    return task;
  }

  Task add(Runnable action, long delay, TimeUnit unit) {
    return add(action, unit.toNanos(delay));
  }

  /** What it waits for, it waits for when it is done with what it does. */
  void owe(long ns) {
    notBeforeNs = world.nowNs() + ns;
  }

  /** It has not to wait any more. */
  void wake() {
    notBeforeNs = 0;
  }

  /** Waits now for what it owes. */
  void pay() {
    long ns = notBeforeNs - world.nowNs();
    notBeforeNs = 0;
    if (ns > 0) {
      world.pass(ns);
    }
  }

  boolean isIdle() {
    return !busy && tasks.isEmpty();
  }

  /** When it has something to do; {@code Long.MAX_VALUE} if it has not, or is at it. */
  long dueNs() {
    Task first = tasks.peek();
    while (first != null && first.disposed) {
      tasks.remove();
      first = tasks.peek();
    }
    if (busy || first == null) {
      return Long.MAX_VALUE;
    }
    long frozenNs = process == null ? 0 : process.frozenUntilNs();
    return Math.max(Math.max(first.dueNs, notBeforeNs), frozenNs);
  }

  void takeTurn() {
    Task task = tasks.remove();
    busy = true;
    try {
      task.action.run();
    } catch (ProcessDeath death) {
      world.tell(this, "is dead");
    } finally {
      busy = false;
      if (passing && tasks.isEmpty()) {
        world.remove(this);
      }
    }
  }

  /** It has nothing to do any more. */
  void clear() {
    tasks.clear();
    world.remove(this);
  }
}
