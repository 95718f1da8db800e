package io.gradstream.kafka.restore;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Partitions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics from their beginnings, committed records only, without a group. What a disk
 * has lost of them is passed over. Not thread-safe.
 */
public final class CommittedRecords implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommittedRecords.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private Map<TopicPartition, Long> ends;
  private final LostBatches lost;
  private final FailureTranslator failures;
  private final String phase;

  private CommittedRecords(
      Consumer<byte[], byte[]> consumer,
      Clients clients,
      Set<String> topics,
      LostBatches lost,
      String phase) {
    this.consumer = consumer;
    this.lost = lost;
    this.failures = new FailureTranslator(clients.kafka());
    this.phase = phase;
    List<TopicPartition> partitions =
        topics.stream()
            .sorted()
            .flatMap(topic -> Partitions.of(consumer, topic, phase, clients.machine()).stream())
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    this.ends = consumer.endOffsets(partitions, Clients.PATIENCE);
  }

  /**
   * Goes to the beginning of these topics and notes where they end now.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, or a topic is missing
   */
  public static CommittedRecords open(KafkaSettings kafka, Set<String> topics, String phase) {
    return open(new Clients(kafka), topics, new LostBatches(), phase);
  }

  /** The same, where some of what is lost may have been told before. */
  static CommittedRecords open(
      Clients clients, Set<String> topics, LostBatches lost, String phase) {
    try {
      return open(clients.consumer(Map.of()), clients, topics, lost, phase);
    } catch (RuntimeException failure) {
      throw new FailureTranslator(clients.kafka()).connecting(phase, failure);
    }
  }

  private static CommittedRecords open(
      Consumer<byte[], byte[]> consumer,
      Clients clients,
      Set<String> topics,
      LostBatches lost,
      String phase) {
    try {
      return new CommittedRecords(consumer, clients, topics, lost, phase);
    } catch (RuntimeException failure) {
      consumer.close(CloseOptions.timeout(CLOSE));
      throw failure;
    }
  }

  /** Hands over all records up to the end noted at first, a partition's in their order. */
  public void readToEnd(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    while (!atEnd()) {
      poll().forEach(reader);
    }
  }

  /** Whether all that was there at first is read; markers take offsets, so by position. */
  public boolean atEnd() {
    return translated(
        () ->
            ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
  }

  /** Whether a partition has not been read to an offset. */
  boolean isBefore(TopicPartition partition, long offset) {
    return translated(() -> consumer.position(partition) < offset);
  }

  /** Notes where they end by now; false if that is no further. */
  public boolean noteNewEnd() {
    Map<TopicPartition, Long> before = ends;
    ends = translated(() -> consumer.endOffsets(before.keySet(), Clients.PATIENCE));
    return !ends.equals(before);
  }

  /**
   * The next records, none if none come within 0.1 s.
   *
   * @throws InterruptException if the thread is interrupted
   */
  public ConsumerRecords<byte[], byte[]> poll() {
    return translated(this::pollOverLost);
  }

  private ConsumerRecords<byte[], byte[]> pollOverLost() {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException gone) {
      beginAgain(gone.partitions());
      return ConsumerRecords.empty();
    } catch (KafkaException failure) {
      TopicPartition partition = lost.add(failure).orElseThrow(() -> failure);
      // Where the batch ends is part of what is lost: it is met again until that is passed.
      consumer.seek(partition, consumer.position(partition) + 1);
      return ConsumerRecords.empty();
    }
  }

  /** Whoever deletes a topic, or the records that are next, has its writer publish them again. */
  private void beginAgain(Set<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      LOG.warn(
          "topic {}: what was to be read next was deleted; reading it from its beginning",
          partition.topic());
    }
    consumer.seekToBeginning(partitions);
    ends = consumer.endOffsets(ends.keySet(), Clients.PATIENCE);
  }

  /** What a disk has lost of what has been read. */
  public LostBatches lost() {
    return lost;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }

  private <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (InterruptException interrupted) {
      throw interrupted;
    } catch (RuntimeException failure) {
      throw failures.connecting(phase, failure);
    }
  }
}
