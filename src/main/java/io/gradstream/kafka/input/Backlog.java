package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.input.BacklogSettings.Reaction;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Finds partitions whose next records are late: there is one with a timestamp so much later. So the
 * records say what is late; when that is looked at, at the start and every few seconds, only says
 * how many are passed over, or learned in larger batches, which the next version has for good.
 *
 * <p>For the poll thread.
 */
final class Backlog {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Consumer<?, ?> consumer;
  private final EndOffsets ends;
  private final @Nullable Duration after;
  private final boolean skips;
  private final Map<TopicPartition, Long> lookedNs = new HashMap<>();

  /** Where what is known to be late ends. */
  private final Map<TopicPartition, Long> lateEnds = new HashMap<>();

  /** The backlog of a consumer's partitions, where the settings care about one. */
  Backlog(Consumer<?, ?> consumer, EndOffsets ends, Optional<BacklogSettings> settings) {
    this.consumer = consumer;
    this.ends = ends;
    this.after = settings.map(BacklogSettings::after).orElse(null);
    this.skips = settings.map(BacklogSettings::do_).equals(Optional.of(Reaction.SKIP));
  }

  /** Looks anew, for reading begins anew where these offsets end. */
  void begin(Offsets from) {
    lookedNs.clear();
    lateEnds.clear();
    from.caughtUp()
        .byTopic()
        .forEach(
            (topic, partitions) ->
                partitions.forEach(
                    (partition, runs) ->
                        lateEnds.put(
                            new TopicPartition(topic, partition),
                            runs.get(runs.size() - 1).end())));
  }

  /** Whether what is late is passed over, and not learned. */
  boolean skips() {
    return skips;
  }

  /**
   * What of the partitions that were just polled is late and was not before: from their first
   * polled record on to the newest.
   */
  Map<TopicPartition, OffsetRange> late(ConsumerRecords<byte[], byte[]> polled) {
    Duration bound = after;
    if (bound == null) {
      return Map.of();
    }
    Map<TopicPartition, OffsetRange> late = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      ConsumerRecord<byte[], byte[]> first = polled.records(partition).get(0);
      if (first.offset() >= lateEnds.getOrDefault(partition, 0L) && isTimeToLook(partition)) {
        late(partition, first, bound).ifPresent(range -> late.put(partition, range));
      }
    }
    late.forEach((partition, range) -> lateEnds.put(partition, range.end()));
    return late;
  }

  private boolean isTimeToLook(TopicPartition partition) {
    Long before = lookedNs.get(partition);
    return before == null || System.nanoTime() - before >= BETWEEN_LOOKS.toNanos();
  }

  private Optional<OffsetRange> late(
      TopicPartition partition, ConsumerRecord<byte[], byte[]> first, Duration bound) {
    try {
      Map<TopicPartition, Long> later = Map.of(partition, first.timestamp() + bound.toMillis());
      OffsetAndTimestamp found = consumer.offsetsForTimes(later, Clients.PATIENCE).get(partition);
      long end = found == null ? 0 : endOf(partition);
      lookedNs.put(partition, System.nanoTime());
      return first.offset() < end
          ? Optional.of(new OffsetRange(first.offset(), end))
          : Optional.empty();
    } catch (WakeupException woken) {
      // What was polled is in our hands only. Whatever woke us is seen to in the next turn.
      return Optional.empty();
    }
  }

  private long endOf(TopicPartition partition) {
    Long end = consumer.endOffsets(Set.of(partition), Clients.PATIENCE).get(partition);
    return end == null ? 0 : Math.min(end, ends.of(partition));
  }
}
