package io.gradstream.app.simulate;

import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.scale.LoggedRound;
import io.gradstream.pipeline.scale.Membership;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Round;
import io.gradstream.version.Snapshot;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A member's place, which tells how long its calls took; of the first rounds nothing counts. */
final class TimedMembership implements Membership {
  private final Membership place;
  private final int warmUpRounds;
  private final CallTimes poll = new CallTimes();
  private final CallTimes append = new CallTimes();
  private final CallTimes look = new CallTimes();
  private final CallTimes fetch = new CallTimes();
  private final CallTimes publish = new CallTimes();
  private int rounds;
  private long cpuBeganNs;
  private long cpuNs;

  /** A place of which so many rounds do not count. */
  TimedMembership(Membership place, int warmUpRounds) {
    this.place = place;
    this.warmUpRounds = warmUpRounds;
  }

  /** How long a poll took that brought something. */
  Duration poll() {
    return poll.mean();
  }

  Duration append() {
    return append.mean();
  }

  /** How long a look at the log took that brought nothing. */
  Duration look() {
    return look.mean();
  }

  /** How long one took that brought rounds. */
  Duration fetch() {
    return fetch.mean();
  }

  Duration publish() {
    return publish.mean();
  }

  /** What all processors did for a round, in this JVM. */
  Duration processorTime() {
    return Duration.ofNanos(cpuNs / Math.max(1, append.count()));
  }

  /** How long it waited for answers, for a round. */
  Duration waiting() {
    long ns =
        List.of(poll, append, look, fetch, publish).stream().mapToLong(CallTimes::sumNs).sum();
    return Duration.ofNanos(ns / Math.max(1, append.count()));
  }

  private static long processNs() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  @Override
  public KeyStates keyStates(long since) {
    return place.keyStates(since);
  }

  @Override
  public OptionalLong append(
      Round round, Optional<ChangedKeys> changedKeys, List<DeadLetter> deadLetters) {
    OptionalLong written = append.timed(() -> place.append(round, changedKeys, deadLetters));
    rounds++;
    if (rounds == warmUpRounds) {
      List.of(poll, append, look, fetch, publish).forEach(CallTimes::forget);
      cpuBeganNs = processNs();
    }
    cpuNs = processNs() - cpuBeganNs;
    return written;
  }

  @Override
  public List<LoggedRound> rounds(long position) {
    long beganNs = System.nanoTime();
    List<LoggedRound> rounds = place.rounds(position);
    (rounds.isEmpty() ? look : fetch).add(System.nanoTime() - beganNs);
    return rounds;
  }

  @Override
  public List<RecordChunk> poll(Duration atMost) {
    long beganNs = System.nanoTime();
    List<RecordChunk> chunks = place.poll(atMost);
    if (!chunks.isEmpty()) {
      poll.add(System.nanoTime() - beganNs);
    }
    return chunks;
  }

  @Override
  public boolean publish(Publication publication) {
    return publish.timed(() -> place.publish(publication));
  }

  @Override
  public String member() {
    return place.member();
  }

  @Override
  public Optional<Snapshot> newest() {
    return place.newest();
  }

  @Override
  public Offsets named(Offsets learned) {
    return place.named(learned);
  }

  @Override
  public long endOfLog() {
    return place.endOfLog();
  }

  @Override
  public void readFrom(Offsets offsets) {
    place.readFrom(offsets);
  }

  @Override
  public Map<Integer, Long> positions() {
    return place.positions();
  }

  @Override
  public boolean isUndisturbed() {
    return place.isUndisturbed();
  }

  @Override
  public boolean isAllBefore(Offsets learned) {
    return place.isAllBefore(learned);
  }

  @Override
  public boolean isPublisher() {
    return place.isPublisher();
  }

  @Override
  public Optional<ModelVersion> takeOverPublishing() {
    return place.takeOverPublishing();
  }

  @Override
  public void cutBefore(long position) {
    place.cutBefore(position);
  }

  @Override
  public void close() {
    place.close();
  }
}
