package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Clients;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where reading ends: nowhere, or where the topic ended when it was first asked. For the poll
 * thread, but for {@link #of}.
 */
final class EndOffsets {
  private final boolean bounded;
  private volatile @Nullable Map<TopicPartition, Long> taken;

  private EndOffsets(boolean bounded) {
    this.bounded = bounded;
  }

  static EndOffsets none() {
    return new EndOffsets(false);
  }

  /** Taken at the first {@link #take}, the same ever after. */
  static EndOffsets once() {
    return new EndOffsets(true);
  }

  /** Whether reading ends anywhere. */
  boolean isBounded() {
    return bounded;
  }

  void recordOnce(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (bounded && taken == null) {
      taken = Map.copyOf(consumer.endOffsets(partitions, Clients.PATIENCE));
    }
  }

  /** The first offset of a partition that is not to be read any more. */
  long of(TopicPartition partition) {
    // A partition that came after the ends were taken has nothing for us.
    return taken == null ? Long.MAX_VALUE : taken.getOrDefault(partition, 0L);
  }

  /** By position and not by the last record seen: transaction markers take offsets too. */
  boolean reached(Consumer<?, ?> consumer, TopicPartition partition) {
    return taken != null && consumer.position(partition) >= of(partition);
  }

  boolean allReached(Consumer<?, ?> consumer) {
    return taken != null
        && consumer.assignment().containsAll(taken.keySet())
        && taken.keySet().stream().allMatch(partition -> reached(consumer, partition));
  }

  /** The records before the end. */
  List<ConsumerRecord<byte[], byte[]>> cut(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    int size = records.size();
    while (size > 0 && records.get(size - 1).offset() >= of(partition)) {
      size--;
    }
    return records.subList(0, size);
  }
}
