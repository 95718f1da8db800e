package io.gradstream.kafka.client;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds a topic's partitions; for a consumer it is also the first contact with the cluster. */
public final class Partitions {
  // A topic made a moment ago may not have reached the broker we ask.
  private static final Duration UNTIL_KNOWN = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Partitions() {}

  /**
   * All partitions of a topic.
   *
   * @param machine where they are waited for
   * @throws KafkaFailure if there is no such topic
   * @throws org.apache.kafka.common.errors.TimeoutException if nobody answers
   */
  public static List<TopicPartition> of(
      Consumer<?, ?> consumer, String topic, String phase, Machine machine) {
    long deadline = machine.nanoTime() + UNTIL_KNOWN.toNanos();
    do {
      @Nullable List<PartitionInfo> known = consumer.partitionsFor(topic, Clients.PATIENCE);
      if (known != null && !known.isEmpty()) {
        return known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
      }
      machine.sleep(PAUSE);
    } while (machine.nanoTime() < deadline);
    throw missing(topic, phase);
  }

  /** A failure for want of a topic. */
  public static KafkaFailure missing(String topic, String phase) {
    return new KafkaFailure(
        KafkaFailure.Kind.NO_TOPIC,
        phase,
        "there is no such topic, create it first: " + topic,
        null);
  }
}
