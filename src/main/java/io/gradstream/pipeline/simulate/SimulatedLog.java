package io.gradstream.pipeline.simulate;

import io.gradstream.version.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log that members share, in bytes, and the newest version. A round can be read once it is
 * committed and all before it are, which is how far Kafka gives out a topic (its last stable
 * offset); each round is one position here, where Kafka's markers of transactions take another.
 */
final class SimulatedLog {
  private static final class Entry {
    private final long readableNs;
    private final int size;
    private int readers;
    private byte @Nullable [] bytes;

    Entry(byte[] bytes, long readableNs, int readers) {
      this.bytes = bytes;
      this.size = bytes.length;
      this.readableNs = readableNs;
      this.readers = readers;
    }
  }

  private final ClusterCosts costs;
  private final int members;
  private final SharedResource appending = new SharedResource();
  private final SharedResource sending = new SharedResource();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Long> staleness = new ArrayList<>();
  private long bytes;
  private long readableNs;
  private Optional<Snapshot> newest = Optional.empty();

  /** A log without rounds, each of which so many members will read once. */
  SimulatedLog(ClusterCosts costs, int members) {
    this.costs = costs;
    this.members = members;
  }

  /**
   * Appends a round.
   *
   * @param base the position of the model that it began with
   * @param nowNs when the log may begin with it
   * @param committedNs when its transaction is over at the earliest, besides the bytes
   * @return when it can be read
   */
  long append(byte[] round, long base, long nowNs, long committedNs) {
    long busyNs = costs.busy().toNanos();
    long appendedNs = appending.use(nowNs, busyNs + costs.transferNs(round.length));
    long leastNs = committedNs + costs.transferNs(round.length);
    readableNs = Math.max(readableNs, Math.max(appendedNs, leastNs));
    staleness.add(entries.size() - base);
    entries.add(new Entry(round, readableNs, members));
    bytes += round.length;
    return readableNs;
  }

  /** Where the log ends for who reads it at a time, who is at a position already. */
  int end(int position, long nowNs) {
    int end = position;
    while (end < entries.size() && entries.get(end).readableNs <= nowNs) {
      end++;
    }
    return end;
  }

  int size() {
    return entries.size();
  }

  /** How many bytes some rounds have. */
  long bytes(int from, int to) {
    return entries.subList(from, to).stream().mapToLong(entry -> entry.size).sum();
  }

  /** When a member has so many bytes, behind what others are sent. */
  long send(long count, long nowNs) {
    return sending.use(nowNs, costs.transferNs(count));
  }

  /** A round, which is forgotten once every member has it. */
  byte[] read(int position) {
    Entry entry = entries.get(position);
    byte[] round = entry.bytes;
    if (round == null) {
      throw new IllegalStateException("round %d was read by all".formatted(position));
    }
    entry.readers--;
    if (entry.readers == 0) {
      entry.bytes = null;
    }
    return round;
  }

  void publish(Snapshot version) {
    newest = Optional.of(version);
  }

  Optional<Snapshot> newest() {
    return newest;
  }

  /** By how many rounds each was late that stands in the log. */
  List<Long> staleness() {
    return staleness;
  }

  /** How many bytes all rounds have. */
  long bytes() {
    return bytes;
  }

  /** When the last round could be read. */
  long endNs() {
    return readableNs;
  }

  /** The share of the time up to the last round that the log was busy. */
  double appendingShare() {
    return Math.min(1, appending.share(readableNs));
  }

  /** The share of the time up to the last round that the broker sent rounds. */
  double sendingShare() {
    return Math.min(1, sending.share(readableNs));
  }
}
