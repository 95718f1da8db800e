package io.gradstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts what a learner's lost transactions have left open in its topics. Once the next producer
 * has initialised its transactions there should be nothing: the one before is then committed or
 * aborted, with a marker in each partition.
 *
 * <p>But a coordinator that meets a partition without a leader takes it for deleted and leaves its
 * marker out, as one may do that comes back after a kill (Kafka 4.3, {@code
 * TransactionMarkerChannelManager}). The transaction counts as ended while its records lie there
 * undecided, until the marker of the next one of the same producer decides them too. Committed with
 * that one, a version that was lost would stand beside the one that took its number.
 */
record HangingTransactions(Admin admin, Producer<byte[], byte[]> producer, String transactionalId) {
  private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);

  /**
   * Aborts them with a transaction of the same producer, which is in none when this is called. What
   * we must not know, or a broker before 3.0 cannot tell, is passed over.
   *
   * @throws CompletionException around an exception of Kafka's
   */
  void abort(List<String> topics) {
    List<TopicPartition> hanging = find(topics);
    if (hanging.isEmpty()) {
      return;
    }
    LOG.info("aborting what a lost transaction of {} has left in {}", transactionalId, hanging);
    producer.beginTransaction();
    CompletableFuture.allOf(hanging.stream().map(this::touch).toArray(CompletableFuture[]::new))
        .join();
    producer.abortTransaction();
  }

  private List<TopicPartition> find(List<String> topics) {
    try {
      return find(topics, producerId());
    } catch (CompletionException failure) {
      requireUntold(failure);
      return List.of();
    }
  }

  private long producerId() {
    return await(admin.describeTransactions(List.of(transactionalId)).description(transactionalId))
        .producerId();
  }

  private List<TopicPartition> find(List<String> topics, long ours) {
    return await(admin.describeTopics(topics).allTopicNames()).values().stream()
        .flatMap(HangingTransactions::partitions)
        .filter(partition -> isOpen(partition, ours))
        .toList();
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()));
  }

  private boolean isOpen(TopicPartition partition, long ours) {
    try {
      return await(admin.describeProducers(List.of(partition)).partitionResult(partition))
          .activeProducers()
          .stream()
          .filter(state -> state.producerId() == ours)
          .anyMatch(state -> state.currentTransactionStartOffset().isPresent());
    } catch (CompletionException failure) {
      requireUntold(failure);
      return false;
    }
  }

  /** Anything else that can be wrong is a failure. */
  private static void requireUntold(CompletionException failure) {
    if (!(failure.getCause() instanceof AuthorizationException
        || failure.getCause() instanceof UnsupportedVersionException)) {
      throw failure;
    }
  }

  /** A record for an abort to take along; topics that are compacted want a key. */
  private CompletableFuture<?> touch(TopicPartition partition) {
    byte[] key = transactionalId.getBytes(UTF_8);
    CompletableFuture<Void> sent = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(partition.topic(), partition.partition(), key, null),
        (done, failure) -> {
          if (failure == null) {
            sent.complete(null);
          } else {
            sent.completeExceptionally(failure);
          }
        });
    return sent;
  }

  private static <T> T await(KafkaFuture<T> answer) {
    return answer.toCompletionStage().toCompletableFuture().join();
  }
}
