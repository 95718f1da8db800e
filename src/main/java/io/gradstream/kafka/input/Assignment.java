package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Machine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions of the topic are ours: all of them, since we are the only member of the group.
 *
 * <p>But a static member that comes back within its session gets what it had before, and its client
 * takes the partitions that it sees then for those that were shared out, so that it never misses
 * the ones that were added in between (KAFKA-13435). So what is assigned is compared with what
 * there is, and where they differ we join again: as the group's leader, which has all shared out
 * anew. What is read of the others goes on meanwhile.
 *
 * <p>For the poll thread, but for {@link #problem}.
 */
final class Assignment {
  private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
  private static final Duration BETWEEN_JOINS = Duration.ofSeconds(3);

  private final String topic;
  private final Machine machine;
  private boolean joined;
  private long joinedAgainNs;
  private volatile Set<TopicPartition> assigned = Set.of();
  private volatile Set<TopicPartition> unassigned = Set.of();

  /** Nothing of a topic is assigned yet. */
  Assignment(String topic, Machine machine) {
    this.topic = topic;
    this.machine = machine;
    this.joinedAgainNs = machine.nanoTime() - BETWEEN_JOINS.toNanos();
  }

  /** The group has shared out its partitions. */
  void joined() {
    joined = true;
  }

  /** Compares, and has the consumer join again where something is missing. */
  void complete(Consumer<?, ?> consumer, Set<TopicPartition> all) {
    Set<TopicPartition> missing = new HashSet<>(all);
    assigned = consumer.assignment();
    missing.removeAll(assigned);
    unassigned = missing;
    boolean due = machine.nanoTime() - joinedAgainNs >= BETWEEN_JOINS.toNanos();
    if (!missing.isEmpty() && joined && due) {
      LOG.info("{} are not assigned yet: joining again", missing);
      joinedAgainNs = machine.nanoTime();
      consumer.enforceRebalance("partitions were added");
    }
  }

  /** Which partitions are not ours, in words; empty if all are. For any thread. */
  Optional<String> problem() {
    if (assigned.isEmpty()) {
      return Optional.of("no partition of topic %s is assigned to this learner".formatted(topic));
    }
    return unassigned.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "partitions of topic %s are not assigned to this learner: %s"
                .formatted(topic, numbers(unassigned)));
  }

  private static String numbers(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(TopicPartition::partition)
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }
}
