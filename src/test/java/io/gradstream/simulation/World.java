package io.gradstream.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time, and whose turn it is. Actors take turns on one thread; who of those that have something
 * to do is next, the seed decides. Where nobody has, time moves to when somebody will.
 *
 * <p>An actor that waits in the middle of a task, for an answer or for time to pass, lets others go
 * on meanwhile, on top of its own stack: it goes on when the one that came last is done. So two
 * tasks never alternate step by step, but either runs as a whole within any wait of the other.
 */
final class World {
  /** Deeper than that nobody else is let in, for stacks are finite. */
  private static final int MOST_NESTED = 24;

  /** No run that comes to an end takes so many turns. */
  private static final long MOST_TURNS = 200_000;

  private final SplittableRandom random;
  private final Trace trace;
  private final List<Actor> actors = new ArrayList<>();
  private final List<Actor> ready = new ArrayList<>();
  private @Nullable Actor running;
  private long nowNs = TimeUnit.SECONDS.toNanos(1);
  private long turns;
  private int nested;

  World(long seed, Trace trace) {
    this.random = new SplittableRandom(seed);
    this.trace = trace;
  }

  long nowNs() {
    return nowNs;
  }

  /** Whose turn it is. */
  Actor running() {
    if (running == null) {
      throw new IllegalStateException("nobody's turn");
    }
    return running;
  }

  /** A number of at least 0 and less than {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number of at least {@code least} and at most {@code most}. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Whether something happens that happens so often. */
  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** A time up to {@code most}; short ones are as likely as long ones. */
  long someNs(long most) {
    return random.nextLong(1 + (most >> random.nextInt(12)));
  }

  /** Says what an actor does, where somebody wants to know. */
  void tell(Actor actor, String what) {
    if (trace.isRead()) {
      trace.tell(nowNs, actor.name(), what);
    }
  }

  /** Says what happens, where somebody wants to know. */
  void tell(String who, String what) {
    trace.tell(nowNs, who, what);
  }

  void add(Actor actor) {
    actors.add(actor);
  }

  void remove(Actor actor) {
    actors.remove(actor);
  }

  /** Takes turns until something is so, and says whether it is before a time. */
  boolean run(long untilNs, BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      if (!takeTurn(untilNs)) {
        return false;
      }
    }
    return true;
  }

  /** Lets time pass for whose turn it is, and others go on meanwhile. */
  void pass(long ns) {
    long untilNs = nowNs + ns;
    Actor waiting = running();
    nested++;
    try {
      while (nested < MOST_NESTED && takeTurn(untilNs)) {
        // Others go on.
      }
    } finally {
      nested--;
      running = waiting;
    }
    nowNs = Math.max(nowNs, untilNs);
  }

  /** Gives somebody a turn who has something to do until then; false if nobody has. */
  private boolean takeTurn(long untilNs) {
    Actor next = next(untilNs);
    if (next == null) {
      return false;
    }
    if (++turns > MOST_TURNS) {
      throw new BrokenInvariant("the run does not come to its end");
    }
    Actor before = running;
    running = next;
    try {
      next.takeTurn();
    } finally {
      running = before;
    }
    return true;
  }

  private @Nullable Actor next(long untilNs) {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < actors.size(); i++) {
      first = Math.min(first, actors.get(i).dueNs());
    }
    if (first > untilNs) {
      return null;
    }
    nowNs = Math.max(nowNs, first);
    ready.clear();
    for (int i = 0; i < actors.size(); i++) {
      if (actors.get(i).dueNs() <= nowNs) {
        ready.add(actors.get(i));
      }
    }
    return ready.get(random.nextInt(ready.size()));
  }
}
