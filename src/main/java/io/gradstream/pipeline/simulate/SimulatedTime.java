package io.gradstream.pipeline.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time for tasks with a thread each, of which one runs at a time: the one whose time is the
 * earliest, and of several the one with the least number. So what they do to each other happens in
 * the order of time, and the same each time, however long it really takes.
 */
final class SimulatedTime {
  private record Turn(long ns, int task, Semaphore granted) {}

  /** Another task has failed, and this one is over with it. */
  private static final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final PriorityQueue<Turn> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Turn::ns).thenComparingInt(Turn::task));
  private @Nullable Throwable failure;
  private int running;
  private long nowNs;

  /** The time of the task that runs, in ns since the beginning. */
  long nowNs() {
    return nowNs;
  }

  /** Runs tasks from time 0 on until all are over; the first that fails ends all. */
  void run(List<Runnable> tasks) {
    List<Thread> threads = new ArrayList<>();
    for (Runnable task : tasks) {
      Turn first = new Turn(0, threads.size(), new Semaphore(0));
      waiting.add(first);
      threads.add(new Thread(() -> run(task, first), "simulated-member-" + first.task()));
    }
    threads.forEach(Thread::start);
    grantNext();
    threads.forEach(SimulatedTime::join);
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  private void run(Runnable task, Turn first) {
    try {
      await(first);
      task.run();
    } catch (CancelledException over) {
      // The failure that it is over with is told.
    } catch (RuntimeException | Error fault) {
      failure = fault;
    } finally {
      grantNext();
    }
  }

  /** Has the task that runs wait until a time, in which others may run. */
  void awaitNs(long ns) {
    Turn turn = new Turn(Math.max(ns, nowNs), running, new Semaphore(0));
    waiting.add(turn);
    grantNext();
    await(turn);
  }

  private void await(Turn turn) {
    turn.granted().acquireUninterruptibly();
    running = turn.task();
    nowNs = turn.ns();
    if (failure != null) {
      throw new CancelledException();
    }
  }

  private void grantNext() {
    Turn next = waiting.poll();
    if (next != null) {
      next.granted().release();
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
