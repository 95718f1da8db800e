package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.InputTopic;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.Partitions;
import io.gradstream.kafka.client.TopicIdentity;
import io.gradstream.kafka.client.TopicLookup;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every few seconds which topic it is that is read, which partitions it has and where they
 * begin and end, on a connection of its own: whatever the learner itself is busy with.
 */
final class InputWatch implements WatchedTopic, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InputWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Clients clients;
  private final String topic;
  private final ScheduledExecutorService timer;

  private @Nullable Admin admin; // guarded by this
  private boolean begun; // guarded by this
  private boolean closed; // guarded by this

  private volatile TopicIdentity identity;
  private volatile Optional<KafkaFailure> loss = Optional.empty();
  private volatile Set<TopicPartition> partitions = Set.of();
  private volatile Map<TopicPartition, Long> beginnings = Map.of();
  private volatile Map<TopicPartition, Long> ends = Map.of();
  private volatile long answeredNs;

  /** A watch over a topic; it touches no broker before it begins or is asked. */
  InputWatch(Clients clients, String topic, boolean restartsRecreated) {
    this.clients = clients;
    this.timer = clients.machine().newThread("gradstream-input-watch");
    this.answeredNs = clients.machine().nanoTime();
    this.topic = topic;
    this.identity = TopicIdentity.any(topic).replaceable(restartsRecreated);
  }

  /**
   * Asks from here on, at once and every few seconds.
   *
   * @param from offsets of the topic that it must be, unless that has been said
   */
  synchronized void begin(Offsets from) {
    if (identity.id().isEmpty()) {
      identity = identity.of(from);
    }
    if (!begun && !closed) {
      begun = true;
      timer.scheduleWithFixedDelay(this::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** The topic's name. */
  String topic() {
    return topic;
  }

  /** From here on it must be this topic. */
  synchronized void expect(TopicIdentity expected) {
    identity = expected;
  }

  /** There is a newer version of what was learned of the topic. */
  synchronized void learned(long version) {
    identity = identity.at(version);
  }

  /**
   * Whether another topic has the name of the one that is expected.
   *
   * @throws KafkaFailure if nobody answers
   */
  boolean isReplaced() {
    try {
      return look(Clients.PATIENCE).filter(found -> identity.isReplacedBy(found)).isPresent();
    } catch (RuntimeException failure) {
      throw new FailureTranslator(clients.kafka()).connecting("reading topic " + topic, failure);
    }
  }

  /**
   * The topic, by whose id it is known from here on.
   *
   * @throws KafkaFailure if it is not the one that is expected, if there is none, or if nobody
   *     answers
   */
  InputTopic find() {
    String phase = "reading topic " + topic;
    try {
      Optional<InputTopic> found = look(Clients.PATIENCE);
      loss.ifPresent(
          lost -> {
            throw lost;
          });
      return found.orElseThrow(() -> Partitions.missing(topic, phase));
    } catch (RuntimeException failure) {
      throw new FailureTranslator(clients.kafka()).connecting(phase, failure);
    }
  }

  /**
   * Offsets with those where all partitions ended when they were last asked.
   *
   * @throws KafkaFailure if one did not tell
   */
  Offsets latest(Offsets others) {
    Offsets latest = others;
    for (TopicPartition partition : partitions) {
      Long end = ends.get(partition);
      if (end == null) {
        throw KafkaFailure.other(
            "reading topic " + topic,
            "no broker leads partition %d, to say where it ends: bring its brokers back"
                .formatted(partition.partition()));
      }
      latest = latest.with(topic, partition.partition(), end);
    }
    return latest;
  }

  /** Where a partition began when somebody last answered. */
  long beginning(TopicPartition partition) {
    return beginnings.getOrDefault(partition, 0L);
  }

  /** Where the partitions ended when somebody last answered; committed records only. */
  Map<TopicPartition, Long> ends() {
    return ends;
  }

  /** Time since the last answer, since the watch was made if there was none. */
  Duration silence() {
    return Duration.ofNanos(clients.machine().nanoTime() - answeredNs);
  }

  @Override
  public Set<TopicPartition> partitions() {
    return partitions;
  }

  @Override
  public Optional<KafkaFailure> loss() {
    return loss;
  }

  @Override
  public Optional<KafkaFailure> lossNow() {
    ask();
    return loss;
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.shutdown();
    if (admin != null) {
      // At once: nobody waits for the answers any more.
      admin.close(Duration.ZERO);
    }
  }

  private void ask() {
    try {
      look(PATIENCE);
    } catch (KafkaException | CompletionException failure) {
      LOG.debug("topic {} cannot be asked for", topic, failure);
    }
  }

  private Optional<InputTopic> look(Duration patience) {
    TopicLookup lookup = new TopicLookup(connected(), patience, clients.machine());
    Optional<InputTopic> found = lookup.findSurely(topic);
    answeredNs = clients.machine().nanoTime();
    if (judge(found)) {
      partitions = found.orElseThrow().partitions();
      beginnings = merged(beginnings, lookup.offsets(partitions, OffsetSpec.earliest()));
      ends = merged(ends, lookup.offsets(partitions, OffsetSpec.latest()));
    }
    return found;
  }

  /** What nobody has told now stays what it was. */
  private static Map<TopicPartition, Long> merged(
      Map<TopicPartition, Long> before, Map<TopicPartition, Long> now) {
    Map<TopicPartition, Long> merged = new HashMap<>(before);
    merged.putAll(now);
    return Map.copyOf(merged);
  }

  private synchronized Admin connected() {
    if (closed) {
      throw new KafkaException("the watch is closed");
    }
    if (admin == null) {
      admin = clients.admin();
    }
    return admin;
  }

  /** Whether it is the topic that is expected. */
  private synchronized boolean judge(Optional<InputTopic> found) {
    loss = identity.loss(found);
    if (found.isEmpty() || loss.isPresent()) {
      return false;
    }
    identity = identity.adopt(found.get());
    return true;
  }
}
