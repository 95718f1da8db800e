package io.gradstream.kafka;

import io.gradstream.kafka.client.Machine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions have had nothing to read for a while, so that the others do not wait for them.
 * For the poll thread.
 */
final class IdlePartitions {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Machine machine;
  private final Map<TopicPartition, Long> atEndSinceNs = new HashMap<>();

  /** Partitions that nobody has looked at yet. */
  IdlePartitions(Machine machine) {
    this.machine = machine;
  }

  /** Notes which partitions are at their ends, as far as the last poll has told. */
  void look(Consumer<?, ?> consumer) {
    long nowNs = machine.nanoTime();
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.currentLag(partition).orElse(1) == 0) {
        atEndSinceNs.putIfAbsent(partition, nowNs);
      } else {
        atEndSinceNs.remove(partition);
      }
    }
  }

  /** Whether a partition has been at its end for longer than others wait for it. */
  boolean has(TopicPartition partition) {
    Long sinceNs = atEndSinceNs.get(partition);
    return sinceNs != null && machine.nanoTime() - sinceNs > PATIENCE.toNanos();
  }
}
