package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Machine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Up to which timestamps partitions have nothing more to come, so that others need not wait for
 * them: a record reaches its topic within a second of its timestamp, or it comes in behind those
 * that do. A partition that had ended where it was read to, when it was asked, has nothing from
 * more than a second before that. So which records wait depends on the clock, and their order does
 * not.
 *
 * <p>For the poll thread.
 */
final class SilentPartitions {
  /** How long after its timestamp a record may reach its topic. */
  private static final Duration LATENESS = Duration.ofSeconds(1);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Machine machine;
  private final Map<TopicPartition, Long> silentUntilMs = new HashMap<>();
  private long lookedNs;

  /** Partitions that nobody has asked about yet. */
  SilentPartitions(Machine machine) {
    this.machine = machine;
    this.lookedNs = machine.nanoTime() - BETWEEN_LOOKS.toNanos();
  }

  /** Up to which timestamp what is here need not be waited with by now, in ms since the epoch. */
  long dueMs() {
    return machine.currentTimeMillis() - LATENESS.toMillis();
  }

  /** Asks of partitions of which all that was polled is handed over whether there is more. */
  void look(Consumer<?, ?> consumer, Collection<TopicPartition> empty) {
    boolean due = machine.nanoTime() - lookedNs >= BETWEEN_LOOKS.toNanos();
    if (empty.isEmpty() || !due) {
      return;
    }
    long askedMs = dueMs();
    lookedNs = machine.nanoTime();
    try {
      consumer
          .endOffsets(empty, PATIENCE)
          .forEach(
              (partition, end) -> note(partition, consumer.position(partition) >= end, askedMs));
    } catch (WakeupException | TimeoutException later) {
      // Whatever woke us is seen to in the next turn, and then they are asked again.
    }
  }

  private void note(TopicPartition partition, boolean ended, long askedMs) {
    if (ended) {
      silentUntilMs.put(partition, askedMs);
    }
  }

  /** Up to which timestamp a partition has nothing but what was polled. */
  long untilMs(TopicPartition partition) {
    return silentUntilMs.getOrDefault(partition, Long.MIN_VALUE);
  }
}
