package io.gradstream.kafka;

import io.gradstream.learn.Offsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every few seconds where the input topic ends, on a connection of its own: how far a learner
 * is behind, and whether anybody answers, whatever the learner itself is busy with.
 */
public final class InputWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InputWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final KafkaSettings kafka;
  private final String topic;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "gradstream-input-watch");
            thread.setDaemon(true);
            return thread;
          });

  // The timer's thread's own.
  private @Nullable Admin admin;

  private volatile Offsets ends = Offsets.none();
  private volatile long answeredNs = System.nanoTime();

  /** Begins to watch a topic. */
  public InputWatch(KafkaSettings kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
    timer.scheduleWithFixedDelay(this::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Where the topic's partitions ended when somebody last answered; committed records only. */
  public Offsets ends() {
    return ends;
  }

  /** Time since the last answer, since the beginning if there was none. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - answeredNs);
  }

  @Override
  public void close() {
    timer.execute(this::closeAdmin);
    timer.shutdown();
  }

  private void ask() {
    try {
      ends = endsNow(connected());
      answeredNs = System.nanoTime();
    } catch (KafkaException | ExecutionException | TimeoutException failure) {
      LOG.debug("topic {} does not say where it ends", topic, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Admin connected() {
    Admin connected = admin;
    if (connected == null) {
      connected = new Clients(kafka).admin();
      admin = connected;
    }
    return connected;
  }

  private void closeAdmin() {
    if (admin != null) {
      admin.close(PATIENCE);
    }
  }

  private Offsets endsNow(Admin connected)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicDescription described :
        answer(connected.describeTopics(List.of(topic)).allTopicNames()).values()) {
      described
          .partitions()
          .forEach(
              info -> asked.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest()));
    }
    ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    Offsets found = Offsets.none();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        answer(connected.listOffsets(asked, committed).all()).entrySet()) {
      found = found.with(topic, end.getKey().partition(), end.getValue().offset());
    }
    return found;
  }

  private static <T> T answer(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
