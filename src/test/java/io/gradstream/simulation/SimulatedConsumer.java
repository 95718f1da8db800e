package io.gradstream.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A consumer. It does not block in a poll that finds nothing: the time that it would have waited is
 * what its thread owes when it is done with its task, or asks for more.
 */
final class SimulatedConsumer {
  private static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  /** As many records as a poll returns of a partition at most. */
  private static final int MOST_POLLED = 10;

  private final Connection connection;
  private final SimulatedBroker broker;
  private final FetchedRecords fetched;
  private final boolean committedOnly;
  private final @Nullable SimulatedMembership membership;
  private final Set<TopicPartition> assigned = new TreeSet<>(BY_NAME);
  private final Set<TopicPartition> paused = new HashSet<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private @Nullable Actor polling;
  private boolean woken;
  private boolean closed;

  SimulatedConsumer(
      Connection connection,
      Map<String, Object> properties,
      Deserializer<byte[]> keys,
      Deserializer<byte[]> values) {
    this.connection = connection;
    this.broker = connection.broker();
    this.fetched = new FetchedRecords(keys, values);
    this.committedOnly =
        "read_committed".equals(properties.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG));
    this.membership =
        properties.containsKey(ConsumerConfig.GROUP_ID_CONFIG)
            ? new SimulatedMembership(connection, properties)
            : null;
  }

  List<PartitionInfo> partitionsFor(String topic, Duration patience) {
    return ask(
        "partitionsFor " + topic,
        patience,
        () ->
            broker.has(topic)
                ? Arrays.stream(broker.topic(topic).partitions())
                    .map(SimulatedLog::partition)
                    .map(each -> new PartitionInfo(topic, each.partition(), null, null, null))
                    .toList()
                : List.of());
  }

  Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> of, Duration patience) {
    return ask("endOffsets", patience, () -> offsets(of, this::end));
  }

  Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> of, Duration patience) {
    return ask("beginningOffsets", patience, () -> offsets(of, log -> 0));
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, ToLongFunction<SimulatedLog> offset) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    partitions.forEach(each -> offsets.put(each, offset.applyAsLong(broker.log(each))));
    return offsets;
  }

  private long end(SimulatedLog log) {
    return committedOnly ? log.lastStableOffset() : log.endOffset();
  }

  void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    required(membership).subscribe(topics.iterator().next(), listener);
  }

  Set<String> subscription() {
    return membership == null ? Set.of() : membership.subscription();
  }

  void assign(Collection<TopicPartition> partitions) {
    assigned.addAll(partitions);
  }

  Set<TopicPartition> assignment() {
    return Set.copyOf(assigned);
  }

  void pause(Collection<TopicPartition> partitions) {
    paused.addAll(partitions);
  }

  void resume(Collection<TopicPartition> partitions) {
    paused.removeAll(partitions);
  }

  void seek(TopicPartition partition, long offset) {
    positions.put(partition, offset);
  }

  void seekToBeginning(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> positions.put(partition, 0L));
  }

  long position(TopicPartition partition) {
    Long position = positions.get(partition);
    if (position == null) {
      throw new NoOffsetForPartitionException(partition);
    }
    return position;
  }

  OptionalLong currentLag(TopicPartition partition) {
    Long position = positions.get(partition);
    return position == null
        ? OptionalLong.empty()
        : OptionalLong.of(end(broker.log(partition)) - position);
  }

  ConsumerGroupMetadata groupMetadata() {
    return required(membership).metadata();
  }

  void enforceRebalance(String reason) {
    required(membership).rejoin();
  }

  ConsumerRecords<byte[], byte[]> poll(Duration most) {
    requireUsable();
    connection.visit("poll");
    ConsumerRecords<byte[], byte[]> records = polled();
    if (records.isEmpty()) {
      polling = connection.world().running();
      polling.owe(connection.world().below((int) most.toNanos()));
    }
    return records;
  }

  private ConsumerRecords<byte[], byte[]> polled() {
    if (membership != null) {
      membership.poll(assigned, positions.keySet());
    }
    return fetch();
  }

  private ConsumerRecords<byte[], byte[]> fetch() {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (TopicPartition partition : assigned) {
      if (!paused.contains(partition) && connection.world().happens(0.8)) {
        List<ConsumerRecord<byte[], byte[]>> some = fetch(partition);
        next.put(partition, new OffsetAndMetadata(position(partition)));
        if (!some.isEmpty()) {
          records.put(partition, some);
        }
      }
    }
    return new ConsumerRecords<>(records, next);
  }

  private List<ConsumerRecord<byte[], byte[]>> fetch(TopicPartition partition) {
    SimulatedLog log = broker.log(partition);
    long from = position(partition);
    if (from > log.endOffset()) {
      throw new OffsetOutOfRangeException(Map.of(partition, from));
    }
    int most = connection.world().between(1, MOST_POLLED);
    long to = Math.max(from, Math.min(end(log), from + most));
    positions.put(partition, to);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (SimulatedLog.Entry entry : log.entries().subList((int) from, (int) to)) {
      if (committedOnly ? entry.isCommitted() : !entry.isMarker()) {
        records.add(fetched.of(partition, entry));
      }
    }
    return records;
  }

  void wakeup() {
    woken = true;
    if (polling != null) {
      polling.wake();
    }
  }

  void close(CloseOptions options) {
    if (!closed) {
      closed = true;
      if (membership != null) {
        membership.close(options);
      }
    }
  }

  void close() {
    close(CloseOptions.timeout(Duration.ZERO));
  }

  private <T> T ask(String call, Duration patience, Supplier<T> effect) {
    requireUsable();
    return connection.ask(call, patience.toNanos(), effect);
  }

  private void requireUsable() {
    if (closed) {
      throw new IllegalStateException("this consumer has already been closed");
    }
    if (woken) {
      woken = false;
      throw new WakeupException();
    }
  }

  private static SimulatedMembership required(@Nullable SimulatedMembership membership) {
    if (membership == null) {
      throw new IllegalStateException("there is no group.id");
    }
    return membership;
  }
}
