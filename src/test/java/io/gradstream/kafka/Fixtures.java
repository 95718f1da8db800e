package io.gradstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.kafka.restore.CommittedRecords;
import io.gradstream.kafka.restore.Decoders;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Topics, samples and versions to try things with: a version is written as its number. */
public final class Fixtures {
  public static final Encoders ENCODERS =
      new Encoders(
          version -> Long.toString(version.version()).getBytes(UTF_8),
          checkpoint -> Long.toString(checkpoint.version()).getBytes(UTF_8));

  private Fixtures() {}

  /** Decoders of what {@link #ENCODERS} wrote of a model. */
  public static Decoders decoders(String model) {
    return new Decoders(
        bytes -> version(model, Long.parseLong(text(bytes)), Offsets.none()),
        bytes -> checkpoint(Long.parseLong(text(bytes))));
  }

  /** A name nobody has used: of a learner, or a prefix of topics. */
  public static String newName() {
    return "t-" + UUID.randomUUID();
  }

  /** Fresh topics with this many input partitions. */
  public static Topics newTopics(KafkaSettings kafka, String name, int inputPartitions) {
    Topics topics =
        new Topics(
            name + ".in",
            name + ".parameters",
            name + ".state",
            name + ".dead-letter",
            Optional.of(name + ".metrics"),
            Optional.empty(),
            Optional.empty());
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      admin.createMissing(topics, inputPartitions);
    }
    return topics;
  }

  public static void send(KafkaSettings kafka, String topic, String... samples) {
    try (SampleProducer producer = new SampleProducer(kafka, topic, OptionalDouble.empty())) {
      for (String sample : samples) {
        producer.send(sample.getBytes(UTF_8));
      }
      producer.flush();
    }
  }

  /** Sends in one transaction, whose marker takes an offset too. */
  public static void sendTransaction(KafkaSettings kafka, String topic, String... samples) {
    try (Producer<byte[], byte[]> producer = transactional(kafka, newName())) {
      producer.beginTransaction();
      for (String sample : samples) {
        producer.send(new ProducerRecord<>(topic, sample.getBytes(UTF_8)));
      }
      producer.commitTransaction();
    }
  }

  public static Producer<byte[], byte[]> transactional(KafkaSettings kafka, String id) {
    Producer<byte[], byte[]> producer =
        new Clients(kafka).producer(Map.of(), Map.of("transactional.id", id));
    producer.initTransactions();
    return producer;
  }

  public static KafkaSampleSource untilEnd(KafkaSettings kafka, Topics topics, String name) {
    return KafkaSampleSource.untilEnd(kafka, InputSettings.of(topics.input()), name);
  }

  public static KafkaSampleSource endless(KafkaSettings kafka, Topics topics, String name) {
    return KafkaSampleSource.endless(kafka, InputSettings.of(topics.input()), name);
  }

  public static List<String> values(RecordChunk chunk) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < chunk.size(); i++) {
      values.add(text(Objects.requireNonNull(chunk.value(i))));
    }
    return values;
  }

  public static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  public static Publication publication(
      String model, long number, Offsets offsets, DeadLetter... dead) {
    return new Publication(version(model, number, offsets), checkpoint(number), List.of(dead));
  }

  public static ModelVersion version(String model, long number, Offsets offsets) {
    return new ModelVersion(
        model,
        number,
        0,
        0,
        Instant.EPOCH,
        "",
        offsets,
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  public static Checkpoint checkpoint(long number) {
    return new Checkpoint(number, Map.of(), Map.of(), Map.of());
  }

  /**
   * What is committed on a topic, once it is this much: a transaction is decided when its commit
   * returns, but its markers reach the partitions a moment later.
   */
  public static List<ConsumerRecord<byte[], byte[]>> committed(
      KafkaSettings kafka, String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try (CommittedRecords topics = CommittedRecords.open(kafka, Set.of(topic), "testing")) {
      while ((!topics.atEnd() || records.size() < count) && System.nanoTime() < deadline) {
        topics.poll().forEach(records::add);
      }
    }
    return records;
  }
}
