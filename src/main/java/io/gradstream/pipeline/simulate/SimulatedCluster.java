package io.gradstream.pipeline.simulate;

import java.time.Duration;
import java.util.Optional;

/**
 * What members have in common: the topic and the log, time, and processors where they share some.
 */
final class SimulatedCluster {
  private final SimulatedTopic topic;
  private final SimulationCosts costs;
  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedLog log;
  private final Optional<SharedResource> cores;

  /** A cluster for so many members. */
  SimulatedCluster(SimulatedTopic topic, SimulationCosts costs, int members) {
    this.topic = topic;
    this.costs = costs;
    this.cores = costs.processors().map(SharedResource::new);
    this.log = new SimulatedLog(costs.cluster(), members);
  }

  SimulatedTopic topic() {
    return topic;
  }

  SimulatedLog log() {
    return log;
  }

  SimulatedTime time() {
    return time;
  }

  MemberCosts member() {
    return costs.member();
  }

  ClusterCosts costs() {
    return costs.cluster();
  }

  long nowNs() {
    return time.nowNs();
  }

  void awaitNs(long ns) {
    time.awaitNs(ns);
  }

  /** Has who has the turn wait for nothing but time to pass. */
  void sleep(Duration length) {
    time.awaitNs(nowNs() + length.toNanos());
  }

  /**
   * Has who has the turn wait for an answer. Where processors are shared, one of them works for it
   * at first, so that the wait is longer if none is free.
   */
  void call(Duration length) {
    time.awaitNs(answeredNs(length));
  }

  /** When an answer comes that takes so long, after the processors' part in it. */
  private long answeredNs(Duration length) {
    long ns = length.toNanos();
    long workNs = cores.isPresent() ? Math.round(ns * costs.cluster().processorShare()) : 0;
    cores.ifPresent(shared -> time.awaitNs(shared.use(nowNs(), workNs)));
    return nowNs() + ns - workNs;
  }

  /** Has a processor work for who has the turn: one of its own, or one of those that all share. */
  void work(double lengthNs) {
    long ns = Math.round(lengthNs);
    time.awaitNs(cores.map(shared -> shared.use(nowNs(), ns)).orElse(nowNs() + ns));
  }

  /**
   * Appends a round, and waits until it can be read.
   *
   * @return where it stands
   */
  long append(byte[] round, long base) {
    long committedNs = answeredNs(costs.cluster().commit());
    long position = log.size();
    time.awaitNs(log.append(round, base, nowNs(), committedNs));
    return position;
  }

  /** The share of the time up to the last round that processors were busy; 0 if none are shared. */
  double coresShare() {
    return Math.min(1, cores.map(shared -> shared.share(log.endNs())).orElse(0.0));
  }
}
