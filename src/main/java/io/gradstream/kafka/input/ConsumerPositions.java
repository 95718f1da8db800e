package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a consumer stands. It is put where a reading starts: the learner's own offsets decide and
 * nothing else does; a partition without one starts at its beginning, and a position that is not
 * there is an error, for a jump would lose samples in silence.
 *
 * <p>For the poll thread, but for {@link #next}.
 */
final class ConsumerPositions {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerPositions.class);

  private final Consumer<?, ?> consumer;
  private final EndOffsets ends;
  private final String phase;

  /** Kept beside the consumer's own, which nobody but the poll thread may ask for. */
  private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();

  /**
   * ConsumerPositions of a consumer.
   *
   * @param ends where reading ends
   * @param phase what is being done, for messages
   */
  ConsumerPositions(Consumer<?, ?> consumer, EndOffsets ends, String phase) {
    this.consumer = consumer;
    this.ends = ends;
    this.phase = phase;
  }

  /**
   * Refuses offsets that lie beyond the end of a bounded reading, which would complete at once and
   * look like success.
   */
  void requireBeforeEnds(Collection<TopicPartition> partitions, Offsets offsets) {
    for (TopicPartition partition : partitions) {
      long start = offsets.next(partition.topic(), partition.partition()).orElse(0);
      if (start > ends.of(partition)) {
        throw beyond(partition, start, ends.of(partition));
      }
    }
  }

  /** Seeks in these partitions. */
  void seek(Collection<TopicPartition> partitions, Offsets offsets) {
    partitions.forEach(partition -> seek(partition, offsets));
  }

  private void seek(TopicPartition partition, Offsets offsets) {
    OptionalLong start = offsets.next(partition.topic(), partition.partition());
    if (start.isPresent()) {
      next.put(partition, start.getAsLong());
      consumer.seek(partition, start.getAsLong());
    } else {
      next.remove(partition);
      consumer.seekToBeginning(Set.of(partition));
    }
  }

  /** Moves on behind what a poll has returned, and what it has passed over without a word. */
  void polled(ConsumerRecords<?, ?> records) {
    records.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
  }

  /** The next offset to be polled; empty for the beginning. For any thread. */
  OptionalLong next(TopicPartition partition) {
    Long offset = next.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /**
   * Moves on to the oldest records there are, where those that were to be next are older.
   *
   * @return what is skipped of each partition
   * @throws OffsetOutOfRangeException the same, if an offset is out of range for another reason
   */
  Map<TopicPartition, OffsetRange> skipDeleted(OffsetOutOfRangeException thrown) {
    Map<TopicPartition, Long> wanted = thrown.offsetOutOfRangePartitions();
    Map<TopicPartition, OffsetRange> deleted = new HashMap<>();
    consumer
        .beginningOffsets(wanted.keySet(), Clients.PATIENCE)
        .forEach(
            (partition, oldest) -> {
              long first = Objects.requireNonNull(wanted.get(partition));
              if (first >= oldest) {
                throw thrown;
              }
              deleted.put(partition, new OffsetRange(first, oldest));
            });
    deleted.forEach(
        (partition, range) -> skip(partition, range, "were deleted before they were learned"));
    return deleted;
  }

  /** Moves on behind records that are late. */
  void skipLate(Map<TopicPartition, OffsetRange> late) {
    late.forEach(
        (partition, range) -> skip(partition, range, "are later than input.backlog.after"));
  }

  /** Says which late records are caught up with. */
  void catchUp(Map<TopicPartition, OffsetRange> late) {
    late.forEach(
        (partition, range) ->
            tell(
                partition,
                range,
                "are later than input.backlog.after",
                "learned in larger batches"));
  }

  private void skip(TopicPartition partition, OffsetRange range, String why) {
    tell(partition, range, why, "skipped");
    consumer.seek(partition, range.end());
    next.put(partition, range.end());
  }

  private static void tell(TopicPartition partition, OffsetRange range, String why, String fate) {
    LOG.warn(
        "topic {}, partition {}: {} offsets, {} to {}, {}, and are {}",
        partition.topic(),
        partition.partition(),
        range.size(),
        range.first(),
        range.end() - 1,
        why,
        fate);
  }

  /** Says what became of an offset that the broker does not have. */
  KafkaFailure explain(OffsetOutOfRangeException thrown) {
    Map.Entry<TopicPartition, Long> first =
        thrown.offsetOutOfRangePartitions().entrySet().iterator().next();
    TopicPartition partition = first.getKey();
    long oldest = offset(consumer.beginningOffsets(Set.of(partition), Clients.PATIENCE));
    if (first.getValue() < oldest) {
      return before(partition, first.getValue(), oldest);
    }
    long end = offset(consumer.endOffsets(Set.of(partition), Clients.PATIENCE));
    return beyond(partition, first.getValue(), end);
  }

  private static long offset(Map<TopicPartition, Long> only) {
    return only.values().iterator().next();
  }

  private KafkaFailure before(TopicPartition partition, long wanted, long oldest) {
    String explanation =
        "offset %d of %s is next, but the oldest one left is %d: samples were deleted before they"
            + " were learned; go on without them with input.whenDeleted: skip, or start over with"
            + " --reset";
    return KafkaFailure.other(phase, explanation.formatted(wanted, partition, oldest));
  }

  private KafkaFailure beyond(TopicPartition partition, long wanted, long end) {
    String explanation =
        "offset %d of %s is next, but it ends at %d: the topic was made anew since, or has lost"
            + " records; start over with --reset";
    return KafkaFailure.other(phase, explanation.formatted(wanted, partition, end));
  }
}
