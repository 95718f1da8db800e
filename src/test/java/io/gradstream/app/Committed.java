package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What anybody with Kafka's own clients finds committed, once no transaction is pending. */
record Committed(KafkaSettings kafka) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** All records of a topic's one partition. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    return records(topic, 0, settledEnd(topic));
  }

  /** Those from an offset on that are there by now, whatever is pending. */
  List<ConsumerRecord<byte[], byte[]>> recordsFrom(long offset, String topic) {
    try (Admin admin = admin()) {
      return records(topic, offset, end(admin, topic, IsolationLevel.READ_COMMITTED));
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic, long from, long end) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      consumer.seek(partition, Math.max(from, consumer.position(partition)));
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** The newest record of each key, which is what compaction leaves in the end. */
  List<ConsumerRecord<byte[], byte[]>> compacted(String topic) {
    Map<String, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
      String key = new String(record.key(), UTF_8);
      newest.remove(key);
      newest.put(key, record);
    }
    return List.copyOf(newest.values());
  }

  /**
   * Where a topic's one partition ends, once all of it can be read: a transaction's markers reach
   * the partitions a moment after its commit.
   */
  long settledEnd(String topic) {
    try (Admin admin = admin()) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        long end = end(admin, topic, IsolationLevel.READ_UNCOMMITTED);
        if (end(admin, topic, IsolationLevel.READ_COMMITTED) == end) {
          return end;
        }
      }
    }
    throw new AssertionError("a transaction over " + topic + " stays pending");
  }

  /** Waits until a transaction over a topic has begun to send. */
  void awaitPending(String topic) {
    try (Admin admin = admin()) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!isPending(admin, topic)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no transaction over " + topic);
        }
      }
    }
  }

  /** Whether a transaction over a topic has neither committed nor aborted. */
  boolean isPending(String topic) {
    try (Admin admin = admin()) {
      return isPending(admin, topic);
    }
  }

  private static boolean isPending(Admin admin, String topic) {
    return end(admin, topic, IsolationLevel.READ_COMMITTED)
        < end(admin, topic, IsolationLevel.READ_UNCOMMITTED);
  }

  /** Sends a record that is none of the learner's. */
  void send(String topic, String key, byte @Nullable [] value) {
    send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
  }

  /** The same, as it is. */
  void send(ProducerRecord<byte[], byte[]> record) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record);
    }
  }

  /** Says how large records of a topic may be from now on. */
  void limit(String topic, int bytes) {
    set(topic, "max.message.bytes", Integer.toString(bytes));
  }

  /** Has a topic compacted as soon as there is a little to be compacted. */
  void compactEagerly(String topic) {
    set(topic, "segment.bytes", Integer.toString(1 << 20));
    set(topic, "min.compaction.lag.ms", "0");
    set(topic, "min.cleanable.dirty.ratio", "0.01");
    set(topic, "file.delete.delay.ms", "1000");
  }

  private void set(String topic, String key, String value) {
    ConfigEntry setting = new ConfigEntry(key, value);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = admin()) {
      answer(
          admin
              .incrementalAlterConfigs(
                  Map.of(resource, List.of(new AlterConfigOp(setting, AlterConfigOp.OpType.SET))))
              .all());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        if (answer(admin.describeConfigs(List.of(resource)).all()).values().stream()
            .allMatch(settings -> settings.get(key).value().equals(value))) {
          return;
        }
      }
    }
    throw new AssertionError("topic " + topic + " keeps its " + key);
  }

  /** Waits until compaction has left fewer bytes of a topic. */
  void awaitBytesBelow(String topic, long bytes, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long there = Long.MAX_VALUE;
    try (Admin admin = admin()) {
      while (there >= bytes && System.nanoTime() < deadline) {
        there = bytes(admin, topic);
      }
    }
    if (there >= bytes) {
      throw new AssertionError("topic %s keeps %,d bytes".formatted(topic, there));
    }
  }

  /** How many bytes the broker keeps of a topic. */
  long bytes(String topic) {
    try (Admin admin = admin()) {
      return bytes(admin, topic);
    }
  }

  private static long bytes(Admin admin, String topic) {
    List<Integer> brokers = answer(admin.describeCluster().nodes()).stream().map(Node::id).toList();
    return answer(admin.describeLogDirs(brokers).allDescriptions()).values().stream()
        .flatMap(directories -> directories.values().stream())
        .flatMap(directory -> directory.replicaInfos().entrySet().stream())
        .filter(replica -> replica.getKey().topic().equals(topic))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }

  /** A setting of a topic. */
  String setting(String topic, String key) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = admin()) {
      return answer(admin.describeConfigs(List.of(resource)).all()).values().stream()
          .map(settings -> settings.get(key).value())
          .findFirst()
          .orElseThrow();
    }
  }

  private static long end(Admin admin, String topic, IsolationLevel isolation) {
    TopicPartition partition = new TopicPartition(topic, 0);
    return answer(
            admin
                .listOffsets(
                    Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition))
        .offset();
  }

  /** The offsets of a consumer group. */
  Offsets offsets(String group) {
    Offsets offsets = Offsets.none();
    for (Map.Entry<TopicPartition, OffsetAndMetadata> each : groupOffsets(group).entrySet()) {
      TopicPartition partition = each.getKey();
      offsets = offsets.with(partition.topic(), partition.partition(), each.getValue().offset());
    }
    return offsets;
  }

  private Map<TopicPartition, OffsetAndMetadata> groupOffsets(String group) {
    try (Admin admin = admin()) {
      return answer(
          admin
              .listConsumerGroupOffsets(
                  group, new ListConsumerGroupOffsetsOptions().requireStable(true))
              .partitionsToOffsetAndMetadata());
    }
  }

  /** Waits until a group has lost its last member. */
  void awaitNoMember(String group) {
    try (Admin admin = admin()) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        if (answer(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
            .allMatch(described -> described.members().isEmpty())) {
          return;
        }
      }
    }
    throw new AssertionError("group " + group + " keeps its members");
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("Kafka does not answer", e);
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
