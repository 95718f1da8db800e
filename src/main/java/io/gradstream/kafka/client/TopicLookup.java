package io.gradstream.kafka.client;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a cluster which topic has a name now, and what it has. Nothing is made by asking.
 *
 * @param admin closed by whoever has made it
 * @param patience how long an answer may take
 * @param machine where answers are waited for
 */
public record TopicLookup(Admin admin, Duration patience, Machine machine) {
  private static final Logger LOG = LoggerFactory.getLogger(TopicLookup.class);

  // A topic made a moment ago may not have reached the broker we ask.
  private static final Duration UNTIL_KNOWN = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The topic that has this name, empty if there is none; fails with an exception of Kafka's. */
  public CompletableFuture<Optional<InputTopic>> find(String topic) {
    DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(patienceMs());
    return future(admin.describeTopics(List.of(topic), options).allTopicNames())
        .thenApply(found -> found.values().stream().findFirst().map(InputTopic::of))
        .exceptionally(TopicLookup::noneIfUnknown);
  }

  /** Those of these topics that there are, by name; fails with an exception of Kafka's. */
  public CompletableFuture<Map<String, InputTopic>> find(Collection<String> topics) {
    DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(patienceMs());
    Map<String, InputTopic> found = new ConcurrentHashMap<>();
    CompletableFuture<?>[] answers =
        admin.describeTopics(topics, options).topicNameValues().entrySet().stream()
            .map(
                each ->
                    future(each.getValue())
                        .thenApply(InputTopic::of)
                        .thenApply(Optional::of)
                        .exceptionally(TopicLookup::noneIfUnknown)
                        .thenAccept(topic -> topic.ifPresent(is -> found.put(each.getKey(), is))))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(answers).thenApply(all -> found);
  }

  /**
   * The same of one topic, where none is believed only when it is told for a while.
   *
   * @throws CompletionException around an exception of Kafka's
   */
  public Optional<InputTopic> findSurely(String topic) {
    long deadline = machine.nanoTime() + UNTIL_KNOWN.toNanos();
    Optional<InputTopic> found = find(topic).join();
    while (found.isEmpty() && machine.nanoTime() < deadline) {
      machine.sleep(PAUSE);
      found = find(topic).join();
    }
    return found;
  }

  /** Where partitions begin or end, committed records only; those whose leaders answer. */
  public Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    ListOffsetsResult answers = admin.listOffsets(asked, options.timeoutMs(patienceMs()));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      try {
        offsets.put(partition, future(answers.partitionResult(partition)).join().offset());
      } catch (CompletionException failure) {
        LOG.debug("{} does not tell its {} offset", partition, spec, failure);
      }
    }
    return offsets;
  }

  private int patienceMs() {
    return (int) patience.toMillis();
  }

  private static <T> CompletableFuture<T> future(KafkaFuture<T> answer) {
    return answer.toCompletionStage().toCompletableFuture();
  }

  private static Optional<InputTopic> noneIfUnknown(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof UnknownTopicOrPartitionException) {
      return Optional.empty();
    }
    throw failure instanceof CompletionException wrapped
        ? wrapped
        : new CompletionException(failure);
  }
}
