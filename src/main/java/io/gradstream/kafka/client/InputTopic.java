package io.gradstream.kafka.client;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A topic as the cluster describes it.
 *
 * @param id what tells it from others that had its name; brokers before 2.8 have none
 * @param partitions all of them
 */
public record InputTopic(Optional<String> id, Set<TopicPartition> partitions) {
  /** Copies the set: the value never changes. */
  public InputTopic {
    partitions = Set.copyOf(partitions);
  }

  static InputTopic of(TopicDescription described) {
    Uuid id = described.topicId();
    return new InputTopic(
        id.equals(Uuid.ZERO_UUID) ? Optional.empty() : Optional.of(id.toString()),
        described.partitions().stream()
            .map(info -> new TopicPartition(described.name(), info.partition()))
            .collect(Collectors.toSet()));
  }
}
