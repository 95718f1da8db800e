package io.gradstream.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A partition: records in the order of their offsets, among them the markers that end transactions.
 *
 * <p>A marker decides over all that its producer has left undecided in the partition, be it of the
 * transaction that it ends or of an earlier one. What comes behind the first undecided record, the
 * last stable offset, is not handed out to whoever reads committed records only.
 */
final class SimulatedLog {
  /** What a producer has written between two markers. */
  static final class Stretch {
    private final long firstOffset;
    private @Nullable Boolean committed;

    private Stretch(long firstOffset) {
      this.firstOffset = firstOffset;
    }
  }

  /** A record, or, without a value and a key, a marker. */
  record Entry(
      long offset,
      long timestampMs,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers,
      boolean isMarker,
      @Nullable Stretch stretch) {
    /** Whether it is public: written without a transaction, or within one that was committed. */
    boolean isCommitted() {
      return !isMarker && (stretch == null || Boolean.TRUE.equals(stretch.committed));
    }
  }

  private final World world;
  private final TopicPartition partition;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Long, Stretch> open = new HashMap<>();

  SimulatedLog(World world, TopicPartition partition) {
    this.world = world;
    this.partition = partition;
  }

  TopicPartition partition() {
    return partition;
  }

  List<Entry> entries() {
    return entries;
  }

  void append(ProducerRecord<byte[], byte[]> record) {
    add(record, null);
  }

  void append(ProducerRecord<byte[], byte[]> record, long producerId) {
    add(record, open.computeIfAbsent(producerId, known -> new Stretch(entries.size())));
  }

  private void add(ProducerRecord<byte[], byte[]> record, @Nullable Stretch stretch) {
    Headers headers = record.headers();
    entries.add(
        new Entry(entries.size(), nowMs(), record.key(), record.value(), headers, false, stretch));
  }

  private long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(world.nowNs());
  }

  /** Ends what a producer has written so far. */
  void mark(long producerId, boolean committed) {
    Stretch stretch = open.remove(producerId);
    if (stretch != null) {
      stretch.committed = committed;
    }
    entries.add(new Entry(entries.size(), nowMs(), null, null, new RecordHeaders(), true, stretch));
  }

  /** The producers that have undecided records, and where these begin. */
  Map<Long, Long> undecided() {
    Map<Long, Long> from = new HashMap<>();
    open.forEach((producerId, stretch) -> from.put(producerId, stretch.firstOffset));
    return from;
  }

  long endOffset() {
    return entries.size();
  }

  long lastStableOffset() {
    return open.values().stream()
        .mapToLong(stretch -> stretch.firstOffset)
        .min()
        .orElse(entries.size());
  }
}
