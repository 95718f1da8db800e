package io.gradstream.kafka;

import io.gradstream.data.SampleLimits;
import io.gradstream.pipeline.chunk.RecordChunk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

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

    Queue(TopicPartition partition, int topic) {
      this.partition = partition;
      this.topic = topic;
    }

    void add(List<ConsumerRecord<byte[], byte[]>> polled) {
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

    /** The records up to the first that does not go before another's head. */
    List<ConsumerRecord<byte[], byte[]>> takeBefore(Queue other) {
      int from = next;
      do {
        bytes -= PartitionChunk.length(records.get(next++));
      } while (!isEmpty() && BY_HEAD.compare(this, other) < 0);
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

  /** Takes in what was polled of a partition. */
  void add(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    queues.computeIfAbsent(partition, this::newQueue).add(records);
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
   * What can be handed over, in order.
   *
   * @param partitions all that are read
   * @param idle which of them nobody waits for where nothing of them is here
   */
  List<PartitionChunk> ready(
      Collection<TopicPartition> partitions, Predicate<TopicPartition> idle) {
    List<PartitionChunk> chunks = new ArrayList<>();
    PriorityQueue<Queue> heads = new PriorityQueue<>(BY_HEAD);
    queues.values().stream().filter(queue -> !queue.isEmpty()).forEach(heads::add);
    boolean complete = partitions.stream().allMatch(each -> waiting(each) > 0 || idle.test(each));
    while (complete && !heads.isEmpty()) {
      Queue first = heads.remove();
      Queue second = heads.peek();
      chunks.addAll(
          PartitionChunk.of(
              first.partition,
              second == null ? first.takeAll() : first.takeBefore(second),
              limits));
      if (first.isEmpty()) {
        complete = idle.test(first.partition);
      } else {
        heads.add(first);
      }
    }
    return chunks;
  }
}
