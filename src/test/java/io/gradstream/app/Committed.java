package io.gradstream.app;

import io.gradstream.kafka.KafkaSettings;
import io.gradstream.learn.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What anybody with Kafka's own clients finds committed. */
record Committed(KafkaSettings kafka) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * All records of a topic's one partition, once there are this many: the markers of a transaction
   * reach the partitions a moment after its commit.
   */
  List<ConsumerRecord<byte[], byte[]>> records(String topic, int atLeast) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (records.size() < atLeast || consumer.position(partition) < end(consumer, partition)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(topic + " has " + records.size() + " records: " + atLeast);
        }
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static long end(KafkaConsumer<?, ?> consumer, TopicPartition partition) {
    return consumer.endOffsets(List.of(partition)).values().iterator().next();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** The offsets of a consumer group, once no transaction over them is pending. */
  Offsets offsets(String group) {
    Offsets offsets = Offsets.none();
    for (Map.Entry<TopicPartition, OffsetAndMetadata> each : groupOffsets(group).entrySet()) {
      TopicPartition partition = each.getKey();
      offsets = offsets.with(partition.topic(), partition.partition(), each.getValue().offset());
    }
    return offsets;
  }

  private Map<TopicPartition, OffsetAndMetadata> groupOffsets(String group) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets(
              group, new ListConsumerGroupOffsetsOptions().requireStable(true))
          .partitionsToOffsetAndMetadata()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the offsets of group " + group + " cannot be read", e);
    }
  }
}
