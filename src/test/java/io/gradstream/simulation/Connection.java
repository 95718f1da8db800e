package io.gradstream.simulation;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What a process asks of the broker, and what may become of that: any call takes time, in which
 * others go on; the process may die before it or behind it; the request or its answer may be lost.
 */
final class Connection {
  private static final long MOST_LATENCY_NS = TimeUnit.MILLISECONDS.toNanos(4);

  private final SimulatedProcess process;
  private final SimulatedBroker broker;

  Connection(SimulatedProcess process, SimulatedBroker broker) {
    this.process = process;
    this.broker = broker;
  }

  SimulatedProcess process() {
    return process;
  }

  SimulatedBroker broker() {
    return broker;
  }

  World world() {
    return process.world();
  }

  /**
   * Asks.
   *
   * @param call what for, to be told
   * @param patienceNs how long an answer is waited for
   * @param effect what the broker does about it, and answers
   * @throws TimeoutException if there is no answer, whatever has become of the effect
   */
  <T> T ask(String call, long patienceNs, Supplier<T> effect) {
    visit(call);
    loseTime(Fault.LOST_REQUEST, patienceNs);
    T answer = effect.get();
    if (broker.faults().happens(Fault.CRASH_AFTER, 0.5)) {
      throw process.die();
    }
    loseTime(Fault.LOST_ANSWER, patienceNs);
    waitFor(world().someNs(MOST_LATENCY_NS));
    return answer;
  }

  /** Goes there, which takes its time, and may be the end of the process. */
  void visit(String call) {
    process.requireAlive();
    world().running().pay();
    world().tell(world().running(), call);
    Faults faults = broker.faults();
    if (faults.happens(Fault.CRASH_BEFORE, 0.5)) {
      throw process.die();
    }
    if (faults.happens(Fault.FREEZE, 0.3)) {
      process.freeze(TimeUnit.SECONDS.toNanos(world().between(1, 20)));
    }
    if (faults.happens(Fault.SLOW_ANSWER, 0.5)) {
      waitFor(TimeUnit.MILLISECONDS.toNanos(world().between(100, 5_000)));
    }
    broker.groups().disturb(faults);
    waitFor(world().someNs(MOST_LATENCY_NS));
  }

  private void loseTime(Fault fault, long patienceNs) {
    if (broker.faults().happens(fault, 0.5)) {
      timeOut(patienceNs);
    }
  }

  private void timeOut(long patienceNs) {
    waitFor(patienceNs);
    throw new TimeoutException("no answer");
  }

  /** Lets time pass, and others go on. */
  void waitFor(long ns) {
    world().pass(ns);
    process.requireAlive();
  }

  /** Waits until the coordinator of groups and transactions is there. */
  void awaitCoordinator(long patienceNs) {
    if (broker.faults().happens(Fault.LOST_COORDINATOR, 1)) {
      broker.loseCoordinator(TimeUnit.SECONDS.toNanos(world().between(1, 30)));
    }
    long awayNs = broker.coordinatorAwayNs();
    if (awayNs > patienceNs) {
      timeOut(patienceNs);
    }
    waitFor(awayNs);
  }
}
