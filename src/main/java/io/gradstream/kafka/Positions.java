package io.gradstream.kafka;

import io.gradstream.kafka.InputSettings.From;
import io.gradstream.learn.Offsets;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts a consumer where a reading starts. The learner's own offsets decide and nothing else does: a
 * position that is not there is an error, for a jump would lose samples in silence.
 *
 * @param consumer the consumer
 * @param from where partitions start that nothing was read of
 * @param ends where reading ends
 * @param phase what is being done, for messages
 */
record Positions(Consumer<?, ?> consumer, From from, EndOffsets ends, String phase) {

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
      consumer.seek(partition, start.getAsLong());
    } else if (from == From.EARLIEST) {
      consumer.seekToBeginning(Set.of(partition));
    } else {
      consumer.seekToEnd(Set.of(partition));
    }
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
            + " were learned; raise the topic's retention.ms and start over with --reset";
    return KafkaFailure.other(phase, explanation.formatted(wanted, partition, oldest));
  }

  private KafkaFailure beyond(TopicPartition partition, long wanted, long end) {
    String explanation =
        "offset %d of %s is next, but it ends at %d: the topic was deleted or made anew since;"
            + " start over with --reset";
    return KafkaFailure.other(phase, explanation.formatted(wanted, partition, end));
  }
}
