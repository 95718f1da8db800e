package io.gradstream.kafka.scale;

import io.gradstream.data.SampleLimits;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.kafka.input.PartitionChunk;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.merge.ScaleSettings.Protocol;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of the input that are one member's of the model's group, read on from where the
 * model stands, whatever the group believes to be committed.
 */
final class SharedInput implements AutoCloseable, ConsumerRebalanceListener {
  private static final Duration CLOSE = Duration.ofSeconds(3);
  private static final int METADATA_AGE_MS = 3000;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final InputSettings.From from;
  private final SampleLimits limits;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private Offsets wanted = Offsets.none();
  private boolean undisturbed = true;
  private boolean gained;

  /** Joins the group with its first poll. */
  SharedInput(
      Clients clients, InputSettings input, String group, String member, ScaleSettings scale) {
    this.topic = input.firstTopic();
    this.from = input.from();
    this.limits = input.sampleLimits();
    Map<String, Object> properties = properties(group, member, scale);
    this.consumer =
        isOfServer(scale)
            ? clients.consumerOfServerGroup(properties)
            : clients.consumer(properties);
    consumer.subscribe(List.of(topic), this);
  }

  private static boolean isOfServer(ScaleSettings scale) {
    return scale.protocol() == Protocol.CONSUMER;
  }

  private static Map<String, Object> properties(String group, String member, ScaleSettings scale) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, member);
    // A round is what polls bring, whole: so they bring no more than one has.
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, scale.round());
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MS);
    if (isOfServer(scale)) {
      properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    } else {
      properties.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    return properties;
  }

  /** Has partitions be read on from these offsets, those too that come later. */
  void readFrom(Offsets offsets) {
    wanted = offsets;
    undisturbed = true;
    consumer.assignment().forEach(this::seek);
  }

  /** Records that are here already stay, unless others are wanted. */
  private void seek(TopicPartition partition) {
    OptionalLong learned = wanted.next(topic, partition.partition());
    long next = learned.orElseGet(() -> beginning(partition));
    if (consumer.position(partition) != next) {
      consumer.seek(partition, next);
    }
  }

  private long beginning(TopicPartition partition) {
    return beginnings.computeIfAbsent(partition, this::findBeginning);
  }

  private long findBeginning(TopicPartition partition) {
    List<TopicPartition> asked = List.of(partition);
    Map<TopicPartition, Long> found =
        from == InputSettings.From.LATEST
            ? consumer.endOffsets(asked, Clients.PATIENCE)
            : consumer.beginningOffsets(asked, Clients.PATIENCE);
    return Objects.requireNonNull(found.get(partition));
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    gained |= !partitions.isEmpty();
    for (TopicPartition partition : partitions) {
      OptionalLong learned = wanted.next(topic, partition.partition());
      consumer.seek(partition, learned.orElseGet(() -> beginning(partition)));
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    undisturbed &= partitions.isEmpty();
  }

  /** Whether no partition was taken since {@link #readFrom}. */
  boolean isUndisturbed() {
    return undisturbed;
  }

  /** Whether partitions have become ours since this was asked before. */
  boolean hasGained() {
    boolean since = gained;
    gained = false;
    return since;
  }

  List<RecordChunk> poll(Duration atMost) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(atMost);
    List<RecordChunk> chunks = new ArrayList<>();
    for (TopicPartition partition : polled.partitions()) {
      chunks.addAll(PartitionChunk.of(partition, polled.records(partition), limits));
    }
    return chunks;
  }

  Map<Integer, Long> positions() {
    Map<Integer, Long> positions = new HashMap<>();
    consumer.assignment().forEach(each -> positions.put(each.partition(), consumer.position(each)));
    return positions;
  }

  boolean has(int partition) {
    return consumer.assignment().contains(new TopicPartition(topic, partition));
  }

  ConsumerGroupMetadata member() {
    return consumer.groupMetadata();
  }

  /** Leaves the group, so that its partitions are others' at once. */
  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
