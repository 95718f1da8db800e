package io.gradstream.kafka.input;

import io.gradstream.data.SampleLimits;
import io.gradstream.pipeline.chunk.RecordChunk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Brings the records of several partitions into one order, whatever order they are polled in: of
 * the partitions' next records the one with the smallest timestamp goes first, of equal ones that
 * of the topic that is named first, and of the lower partition. Records of one partition keep the
 * order of their offsets.
 *
 * <p>For the poll thread, but for {@link #waiting}.
 */
final class TimestampMerge {
  /** A partition with so many records that wait needs no more for now. */
  private static final int ENOUGH = RecordChunk.USUAL_SIZE;

  /** So has one with so many bytes. */
  private static final int ENOUGH_BYTES = RecordChunk.USUAL_BYTES;

  private final SampleLimits limits;
  private final List<String> topics;
  private final Map<TopicPartition, Queue> queues = new ConcurrentHashMap<>();

  /** Records of a partition that wait, from an index on. */
  private static final class Queue {
    private final TopicPartition partition;
    private final int topic;
    private List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private int next;
    private volatile int size;
    private long bytes;
    private long polledMs;

    Queue(TopicPartition partition, int topic) {
      this.partition = partition;
      this.topic = topic;
    }

    void add(List<ConsumerRecord<byte[], byte[]>> polled, long nowMs) {
      polledMs = nowMs;
      List<ConsumerRecord<byte[], byte[]>> all =
          new ArrayList<>(records.subList(next, records.size()));
      all.addAll(polled);
      polled.forEach(record -> bytes += PartitionChunk.length(record));
      records = all;
      next = 0;
      size = all.size();
    }

    boolean isEmpty() {
      return next == records.size();
    }

    ConsumerRecord<byte[], byte[]> head() {
      return records.get(next);
    }

    /** Since when it waits, in ms since the epoch; a timestamp may be ahead of the clock. */
    long sinceMs() {
      return Math.min(head().timestamp(), polledMs);
    }

    /** The records up to the first that does not go before another's head, or is too new. */
    List<ConsumerRecord<byte[], byte[]>> takeBefore(@Nullable Queue other, long untilMs) {
      int from = next;
      while (!isEmpty()
          && sinceMs() <= untilMs
          && (other == null || BY_HEAD.compare(this, other) < 0)) {
        bytes -= PartitionChunk.length(records.get(next++));
      }
      size = records.size() - next;
      return records.subList(from, next);
    }

    List<ConsumerRecord<byte[], byte[]>> takeAll() {
      int from = next;
      next = records.size();
      size = 0;
      bytes = 0;
      return records.subList(from, next);
    }
  }

  private static final Comparator<Queue> BY_HEAD =
      Comparator.<Queue>comparingLong(queue -> queue.head().timestamp())
          .thenComparingInt(queue -> queue.topic)
          .thenComparingInt(queue -> queue.partition.partition());

  /**
   * A merge of records of which none has come.
   *
   * @param limits what a record may have to be a sample
   * @param topics that the partitions are of, in their order
   */
  TimestampMerge(SampleLimits limits, List<String> topics) {
    this.limits = limits;
    this.topics = topics;
  }

  /**
   * Takes in what was polled of a partition.
   *
   * @param nowMs when that was, in ms since the epoch
   */
  void add(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long nowMs) {
    queues.computeIfAbsent(partition, this::newQueue).add(records, nowMs);
  }

  private Queue newQueue(TopicPartition partition) {
    return new Queue(partition, topics.indexOf(partition.topic()));
  }

  /** Whether a partition has records to go on with. */
  boolean hasEnough(TopicPartition partition) {
    Queue queue = queues.get(partition);
    return queue != null && (queue.size >= ENOUGH || queue.bytes >= ENOUGH_BYTES);
  }

  /** How many records of a partition wait. For any thread. */
  int waiting(TopicPartition partition) {
    Queue queue = queues.get(partition);
    return queue == null ? 0 : queue.size;
  }

  /** All that waits of a partition, whatever the others have. */
  List<PartitionChunk> drain(TopicPartition partition) {
    Queue queue = queues.get(partition);
    return queue == null || queue.isEmpty()
        ? List.of()
        : PartitionChunk.of(partition, queue.takeAll(), limits);
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return queues.values().stream().allMatch(Queue::isEmpty);
  }

  /**
   * Which partitions have nothing here while others wait, some of them since this moment or before.
   */
  List<TopicPartition> holdingUp(Collection<TopicPartition> partitions, long sinceMs) {
    boolean waits =
        queues.values().stream().anyMatch(each -> !each.isEmpty() && each.sinceMs() <= sinceMs);
    return waits ? empty(partitions) : List.of();
  }

  private List<TopicPartition> empty(Collection<TopicPartition> partitions) {
    return partitions.stream().filter(each -> waiting(each) == 0).toList();
  }

  /**
   * What can be handed over, in order.
   *
   * @param partitions all that are read
   * @param silentUntilMs up to which timestamp one of which nothing is here has nothing to come
   */
  List<PartitionChunk> ready(
      Collection<TopicPartition> partitions, ToLongFunction<TopicPartition> silentUntilMs) {
    List<PartitionChunk> chunks = new ArrayList<>();
    PriorityQueue<Queue> heads = new PriorityQueue<>(BY_HEAD);
    queues.values().stream().filter(queue -> !queue.isEmpty()).forEach(heads::add);
    boolean isHeldUp = false;
    while (!isHeldUp && !heads.isEmpty()) {
      Queue first = heads.remove();
      long untilMs =
          empty(partitions).stream().mapToLong(silentUntilMs).min().orElse(Long.MAX_VALUE);
      List<ConsumerRecord<byte[], byte[]>> taken = first.takeBefore(heads.peek(), untilMs);
      chunks.addAll(PartitionChunk.of(first.partition, taken, limits));
      isHeldUp = taken.isEmpty();
      if (!first.isEmpty()) {
        heads.add(first);
      }
    }
    return chunks;
  }
}
