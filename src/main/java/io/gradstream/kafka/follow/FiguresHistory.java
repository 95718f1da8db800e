package io.gradstream.kafka.follow;

import io.gradstream.codec.FiguresCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Partitions;
import io.gradstream.version.VersionFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The past of a model as its topic of figures has it, in a bounded number of reads however long
 * that is: the newest {@value #NEWEST} offsets record by record, and of what is before a record
 * here and there.
 */
public final class FiguresHistory {
  private static final Logger LOG = LoggerFactory.getLogger(FiguresHistory.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** How many offsets from the end are read whole. */
  static final long NEWEST = 500;

  /** How many records are looked for of what is before. */
  static final long BEFORE = 400;

  /** Of what may be skipped a fetch brings little. */
  private static final Map<String, Object> SMALL_FETCHES =
      Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 18);

  private final Clients clients;
  private final String topic;
  private final String model;
  private final FiguresCodec codec = new FiguresCodec();

  /** That of a model on a topic. */
  public FiguresHistory(KafkaSettings kafka, String topic, String model) {
    this.clients = new Clients(kafka);
    this.topic = topic;
    this.model = model;
  }

  /**
   * What there is, oldest first. Blocks for as long as it takes, a few seconds at most.
   *
   * @throws io.gradstream.kafka.client.KafkaFailure if the cluster does not answer or refuses, or
   *     there is no such topic
   */
  public List<VersionFigures> read() {
    String phase = "reading the figures of " + model;
    Consumer<byte[], byte[]> consumer = clients.consumer(SMALL_FETCHES);
    try {
      List<VersionFigures> found = new ArrayList<>();
      for (TopicPartition each : Partitions.of(consumer, topic, phase, clients.machine())) {
        read(consumer, each, found);
      }
      return found;
    } catch (RuntimeException failure) {
      throw new FailureTranslator(clients.kafka()).connecting(phase, failure);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE));
    }
  }

  private void read(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, List<VersionFigures> found) {
    List<TopicPartition> only = List.of(partition);
    consumer.assign(only);
    long begin = only(consumer.beginningOffsets(only, Clients.PATIENCE));
    long end = only(consumer.endOffsets(only, Clients.PATIENCE));
    long tail = Math.max(begin, end - NEWEST);
    long stride = Math.max(1, (tail - begin) / BEFORE);
    for (long at = begin; at < tail; at += stride) {
      consumer.seek(partition, at);
      firstBefore(at + stride, consumer, partition).ifPresent(found::add);
    }
    consumer.seek(partition, tail);
    long deadlineNs = deadlineNs();
    while (consumer.position(partition) < end && System.nanoTime() < deadlineNs) {
      consumer.poll(POLL).forEach(record -> decoded(record).ifPresent(found::add));
    }
  }

  /** Markers and aborted records take offsets: there may be none. */
  private Optional<VersionFigures> firstBefore(
      long offset, Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    long deadlineNs = deadlineNs();
    while (consumer.position(partition) < offset && System.nanoTime() < deadlineNs) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return record.offset() < offset ? decoded(record) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static long deadlineNs() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return offsets.values().iterator().next();
  }

  /** What others have written there is none. */
  private Optional<VersionFigures> decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      byte[] value = record.value();
      return value == null
          ? Optional.empty()
          : Optional.of(codec.decode(value)).filter(figures -> figures.model().equals(model));
    } catch (MalformedContent none) {
      LOG.debug("topic {}, offset {}: passed over", topic, record.offset(), none);
      return Optional.empty();
    }
  }
}
