package io.gradstream.pipeline.simulate;

import io.gradstream.codec.block.RoundCodec;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A member's place in a simulated cluster, whose calls take simulated time. */
final class SimulatedMembership implements Membership {
  private static final int FIRST = 0;

  private final String member;
  private final SimulatedCluster cluster;
  private final int mostRecords;
  private final TreeMap<Integer, Long> positions = new TreeMap<>();
  private final RoundCodec codec = new RoundCodec();
  private int last = -1;
  private long readingNs;

  /**
   * A member with some partitions for good.
   *
   * @param mostRecords how many samples a poll brings at most
   */
  SimulatedMembership(
      String member, List<Integer> partitions, SimulatedCluster cluster, int mostRecords) {
    this.member = member;
    this.cluster = cluster;
    this.mostRecords = mostRecords;
    partitions.forEach(partition -> positions.put(partition, 0L));
  }

  /** For how long it has read rounds and put them into its model. */
  long readingNs() {
    return readingNs;
  }

  @Override
  public String member() {
    return member;
  }

  @Override
  public Optional<Snapshot> newest() {
    return cluster.log().newest();
  }

  @Override
  public Offsets named(Offsets learned) {
    return learned;
  }

  @Override
  public List<LoggedRound> rounds(long position) {
    SimulatedLog log = cluster.log();
    cluster.call(cluster.costs().look());
    int from = (int) position;
    int end = log.end(from, cluster.nowNs());
    if (end > from) {
      long beganNs = cluster.nowNs();
      cluster.call(cluster.costs().fetch());
      receive(log.bytes(from, end));
      readingNs += cluster.nowNs() - beganNs;
    }
    List<LoggedRound> rounds = new ArrayList<>();
    for (int at = from; at < end; at++) {
      rounds.add(new LoggedRound(at, Optional.of(codec.decode(log.read(at)))));
    }
    return rounds;
  }

  private void receive(long bytes) {
    cluster.awaitNs(cluster.log().send(bytes, cluster.nowNs()));
    cluster.work(bytes * cluster.member().mergedByteNs());
  }

  @Override
  public long endOfLog() {
    return cluster.log().size();
  }

  @Override
  public void readFrom(Offsets offsets) {
    positions.replaceAll(
        (partition, position) -> offsets.next(cluster.topic().name(), partition).orElse(0));
  }

  /** {@inheritDoc} They take the time that learning them takes. */
  @Override
  public List<RecordChunk> poll(Duration atMost) {
    List<RecordChunk> chunks = new ArrayList<>();
    int samples = 0;
    for (int partition : byTurn()) {
      RecordChunk chunk = next(partition, mostRecords - samples);
      if (chunk.size() > 0) {
        samples += chunk.size();
        last = partition;
        chunks.add(chunk);
      }
    }
    if (chunks.isEmpty()) {
      cluster.sleep(atMost);
    } else {
      cluster.call(cluster.costs().poll());
    }
    cluster.work(samples * cluster.member().sampleNs());
    return chunks;
  }

  /** The partitions from the one behind that which was read last. */
  private List<Integer> byTurn() {
    List<Integer> partitions = new ArrayList<>(positions.tailMap(last, false).keySet());
    partitions.addAll(positions.headMap(last, true).keySet());
    return partitions;
  }

  private RecordChunk next(int partition, int most) {
    long position = positions.getOrDefault(partition, 0L);
    RecordChunk chunk = cluster.topic().chunk(partition, position, most);
    positions.put(partition, chunk.nextOffset());
    return chunk;
  }

  @Override
  public Map<Integer, Long> positions() {
    return Map.copyOf(positions);
  }

  @Override
  public boolean isUndisturbed() {
    return true;
  }

  @Override
  public boolean isAllBefore(Offsets learned) {
    SimulatedTopic topic = cluster.topic();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      if (learned.next(topic.name(), partition).orElse(0) < topic.end(partition)) {
        return false;
      }
    }
    return true;
  }

  /** {@inheritDoc} What is simulated are models without keys. */
  @Override
  public KeyStates keyStates(long since) {
    return KeyStates.NONE;
  }

  @Override
  public OptionalLong append(
      Round round, Optional<ChangedKeys> changedKeys, List<DeadLetter> deadLetters) {
    byte[] bytes = codec.encode(round);
    MemberCosts costs = cluster.member();
    cluster.work(costs.roundNs() + bytes.length * costs.encodedByteNs());
    return OptionalLong.of(cluster.append(bytes, round.base()));
  }

  @Override
  public boolean isPublisher() {
    return positions.containsKey(FIRST);
  }

  @Override
  public Optional<ModelVersion> takeOverPublishing() {
    return Optional.empty();
  }

  @Override
  public boolean publish(Publication publication) {
    cluster.call(cluster.costs().publish());
    cluster.log().publish(new Snapshot(publication.version(), publication.checkpoint()));
    return true;
  }

  /** {@inheritDoc} A simulated log forgets what all have read. */
  @Override
  public void cutBefore(long position) {}

  @Override
  public void close() {}
}
