package io.gradstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.learn.ModelVersion;
import io.gradstream.learn.Offsets;
import io.gradstream.pipeline.DeadLetter;
import io.gradstream.pipeline.Publication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of a publication.
 *
 * @param topics where they go
 * @param encoders how they are written
 * @param limits the largest record batch of each topic in bytes, where it is to be checked
 */
record VersionRecords(Topics topics, Encoders encoders, Map<String, Integer> limits) {
  /** What a batch of one record adds to key, value and headers, rounded up. */
  private static final int OVERHEAD = 128;

  /**
   * Everything to be sent, in order.
   *
   * @throws KafkaFailure if the version or its state is larger than its topic takes
   */
  List<ProducerRecord<byte[], byte[]>> of(Publication publication) {
    ModelVersion version = publication.version();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(keyed(topics.parameters(), version, encoders.version().apply(version)));
    records.add(
        keyed(topics.state(), version, encoders.checkpoint().apply(publication.checkpoint())));
    publication.deadLetters().forEach(letter -> records.add(deadLetter(letter)));
    return records;
  }

  /** The offsets of a version as Kafka commits them. */
  static Map<TopicPartition, OffsetAndMetadata> committed(Offsets offsets) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    offsets
        .byTopic()
        .forEach(
            (topic, partitions) ->
                partitions.forEach(
                    (partition, next) ->
                        committed.put(
                            new TopicPartition(topic, partition), new OffsetAndMetadata(next))));
    return committed;
  }

  private ProducerRecord<byte[], byte[]> keyed(String topic, ModelVersion version, byte[] value) {
    byte[] key = version.model().getBytes(UTF_8);
    int bytes = OVERHEAD + key.length + value.length;
    if (bytes > limit(topic)) {
      throw tooLarge(topic, version, bytes);
    }
    return new ProducerRecord<>(topic, key, value);
  }

  private int limit(String topic) {
    return limits.getOrDefault(topic, Integer.MAX_VALUE);
  }

  private KafkaFailure tooLarge(String topic, ModelVersion version, int bytes) {
    String explanation =
        "topic %s takes records of at most %d bytes, and this one has %d: raise the topic's"
            + " max.message.bytes, or make the model smaller";
    return KafkaFailure.other(
        "publishing version %d of %s".formatted(version.version(), version.model()),
        explanation.formatted(topic, limit(topic), bytes));
  }

  /** The record as it came, where it came from and why it is here. */
  private ProducerRecord<byte[], byte[]> deadLetter(DeadLetter letter) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topics.deadLetter(), null, fitting(letter));
    header(record, "topic", letter.topic());
    header(record, "partition", Integer.toString(letter.partition()));
    header(record, "offset", Long.toString(letter.offset()));
    header(record, "reason", letter.reason());
    return record;
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String key, String value) {
    record.headers().add(key, value.getBytes(UTF_8));
  }

  /** A record that only its headers make too large is cut: it must not hold up the learner. */
  private byte @Nullable [] fitting(DeadLetter letter) {
    byte[] value = letter.value();
    int headers = letter.topic().length() + letter.reason().getBytes(UTF_8).length;
    int room = Math.max(0, limit(topics.deadLetter()) - 2 * OVERHEAD - headers);
    return value == null || value.length <= room ? value : Arrays.copyOf(value, room);
  }
}
