package io.gradstream.kafka.input;

import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.Machine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * A place in the consumer group that is held without reading: from before the one before is fenced
 * until the consumer that reads joins in its stead. Kafka's client keeps it alive for minutes
 * without being polled.
 */
final class HeldPlace {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** Longer than a broker lets a group's first members come together. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;

  private HeldPlace(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * Joins the group of a consumer, to read topics.
   *
   * @param machine where the group is waited for
   * @throws KafkaFailure if the group does not come together
   */
  static HeldPlace join(Consumer<byte[], byte[]> consumer, List<String> topics, Machine machine) {
    HeldPlace place = new HeldPlace(consumer);
    try {
      place.await(topics, machine);
      return place;
    } catch (RuntimeException failure) {
      place.close(GroupMembershipOperation.REMAIN_IN_GROUP);
      throw failure;
    }
  }

  private void await(List<String> topics, Machine machine) {
    Assigned assigned = new Assigned();
    consumer.subscribe(topics, assigned);
    long deadline = machine.nanoTime() + PATIENCE.toNanos();
    while (!assigned.joined) {
      consumer.poll(POLL);
      if (!assigned.joined && machine.nanoTime() > deadline) {
        throw new KafkaFailure(
            KafkaFailure.Kind.ABORTED,
            "joining the group of topic " + String.join(" and ", topics),
            "it has not come together within %d s".formatted(PATIENCE.toSeconds()),
            null);
      }
    }
  }

  /** Lets go of it, as whoever joins in its stead goes on with it. */
  void handOn() {
    close(GroupMembershipOperation.REMAIN_IN_GROUP);
  }

  /** Gives it up. */
  void leave() {
    close(GroupMembershipOperation.LEAVE_GROUP);
  }

  private void close(GroupMembershipOperation membership) {
    consumer.close(CloseOptions.timeout(CLOSE).withGroupMembershipOperation(membership));
  }

  /** Sees to it that nothing is read. */
  private final class Assigned implements ConsumerRebalanceListener {
    private boolean joined;

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      partitions.forEach(partition -> consumer.seek(partition, 0));
      consumer.pause(partitions);
      joined = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
  }
}
