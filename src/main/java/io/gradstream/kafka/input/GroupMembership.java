package io.gradstream.kafka.input;

import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.Machine;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a consumer is in its group: which member, of which generation, with which partitions. It
 * ends with the first partition that is lost: what was learned of that one cannot be published any
 * more, for {@link #metadata} stays what it was before, and the group's coordinator refuses that.
 *
 * <p>For the poll thread, but for {@link #metadata} and {@link #problem}.
 */
final class GroupMembership implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMembership.class);

  private final Consumer<?, ?> consumer;
  private final Assignment assignment;
  private final java.util.function.Consumer<Collection<TopicPartition>> onAssigned;
  private final Set<TopicPartition> lost = new HashSet<>();
  private volatile ConsumerGroupMetadata metadata;

  /**
   * The membership of a consumer that has not joined yet.
   *
   * @param topic all that is read
   * @param onAssigned takes the partitions that are read from now on
   */
  GroupMembership(
      Consumer<?, ?> consumer,
      String topic,
      Machine machine,
      java.util.function.Consumer<Collection<TopicPartition>> onAssigned) {
    this.consumer = consumer;
    this.assignment = new Assignment(topic, machine);
    this.onAssigned = onAssigned;
    this.metadata = consumer.groupMetadata();
  }

  /** Which member of the group the consumer is, as of the last poll. For any thread. */
  ConsumerGroupMetadata metadata() {
    return metadata;
  }

  /** Which partitions are not read, in words; empty if all are. For any thread. */
  Optional<String> problem() {
    return assignment.problem();
  }

  /** Whether there is nothing to be read any more, though partitions may be assigned again. */
  boolean isLost() {
    return !lost.isEmpty();
  }

  /**
   * Goes on behind a poll.
   *
   * @param phase what is being done, for the message
   * @param all the topic's partitions
   * @throws KafkaFailure if one has been lost in it
   */
  void polled(String phase, Set<TopicPartition> all) {
    if (isLost()) {
      throw new KafkaFailure(
          Kind.ABORTED, phase, "another member of the group has taken over " + lost, null);
    }
    metadata = consumer.groupMetadata();
    assignment.complete(consumer, all);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.info("reading {}", partitions);
    }
    onAssigned.accept(partitions);
    assignment.joined();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    lost.addAll(partitions);
  }
}
