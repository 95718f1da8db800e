package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.kafka.client.KafkaSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Whoever owns a topic that others read: adds partitions, deletes it, makes it anew. */
record TopicOwner(KafkaSettings kafka, String topic) {
  private static final long PATIENCE_SECONDS = 60;
  private static final long ALL = -1;

  static TopicOwner of(Trial trial) {
    return new TopicOwner(trial.settings().kafka(), trial.inputTopic());
  }

  /** Makes it with this many partitions. */
  void create(int partitions) {
    try (Admin admin = admin()) {
      answer(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
      while (partitionsOf(admin) != partitions) {
        Thread.onSpinWait();
      }
    }
  }

  /** Adds partitions until there are so many. */
  void growTo(int partitions) {
    try (Admin admin = admin()) {
      answer(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
      while (partitionsOf(admin) != partitions) {
        Thread.onSpinWait();
      }
    }
  }

  /** Deletes it, and returns when it is gone. */
  void delete() {
    try (Admin admin = admin()) {
      answer(admin.deleteTopics(List.of(topic)).all());
      while (partitionsOf(admin) != 0) {
        Thread.onSpinWait();
      }
    }
  }

  /** Deletes what a partition has before an offset, as retention does. */
  void deleteBefore(int partition, long offset) {
    Map<TopicPartition, RecordsToDelete> records =
        Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset));
    try (Admin admin = admin()) {
      answer(admin.deleteRecords(records).all());
    }
  }

  /** Whether there is such a topic. */
  boolean exists() {
    try (Admin admin = admin()) {
      return partitionsOf(admin) != 0;
    }
  }

  /** Its id, as Kafka's own tools show it. */
  String id() {
    try (Admin admin = admin()) {
      return answer(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
          .map(described -> described.topicId().toString())
          .findFirst()
          .orElseThrow();
    }
  }

  private int partitionsOf(Admin admin) {
    try {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .mapToInt(described -> described.partitions().size())
          .sum();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw new AssertionError(failure);
    } catch (InterruptedException | TimeoutException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Sends samples to one partition. */
  void send(int partition, String... samples) {
    send(partition, List.of(samples));
  }

  void send(int partition, List<String> samples) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      send(producer, partition, samples);
    }
  }

  /** Sends samples to one partition as if they had been written then. */
  void sendAt(int partition, Instant when, String... samples) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (String sample : samples) {
        byte[] value = sample.getBytes(UTF_8);
        var unused =
            producer.send(new ProducerRecord<>(topic, partition, when.toEpochMilli(), null, value));
      }
      producer.flush();
    }
  }

  /** Sends samples to one partition in a transaction each. */
  void sendInTransactions(int partition, String... samples) {
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      for (String sample : samples) {
        producer.beginTransaction();
        send(producer, partition, List.of(sample));
        producer.commitTransaction();
      }
    }
  }

  /** Sends samples that nobody will ever see. */
  void sendAndAbort(int partition, String... samples) {
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      producer.beginTransaction();
      send(producer, partition, List.of(samples));
      producer.flush();
      producer.abortTransaction();
    }
  }

  /**
   * Sends samples that are deleted before anybody can have seen them, even one whose request for
   * more waits at the broker. A marker stands behind them.
   */
  void sendAndDelete(int partition, String... samples) {
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      producer.beginTransaction();
      send(producer, partition, List.of(samples));
      deleteBefore(partition, ALL);
      producer.commitTransaction();
    }
  }

  /** A producer that waits for a broker that is away, for as long as a test may take. */
  KafkaProducer<byte[], byte[]> steadyProducer() {
    return producer(
        Map.of(
            "compression.type",
            "lz4",
            "linger.ms",
            20,
            "batch.size",
            1 << 17,
            "max.block.ms",
            Integer.MAX_VALUE,
            "delivery.timeout.ms",
            Integer.MAX_VALUE));
  }

  private KafkaProducer<byte[], byte[]> transactional() {
    KafkaProducer<byte[], byte[]> producer =
        producer(Map.of("transactional.id", "owner-" + UUID.randomUUID()));
    producer.initTransactions();
    return producer;
  }

  private void send(KafkaProducer<byte[], byte[]> producer, int partition, List<String> samples) {
    for (String sample : samples) {
      byte[] value = sample.getBytes(UTF_8);
      var unused = producer.send(new ProducerRecord<>(topic, partition, null, value));
    }
    producer.flush();
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException failure) {
      throw new AssertionError("Kafka does not answer", failure);
    }
  }
}
