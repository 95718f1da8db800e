package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A watch over every topic that is read, one or two: what is lost of one is lost. */
final class InputWatches implements WatchedTopic, AutoCloseable {
  private final List<InputWatch> watches;

  /** Watches over the topics of samples; they touch no broker before they begin or are asked. */
  InputWatches(Clients clients, InputSettings input) {
    this.watches =
        input.topics().stream()
            .map(topic -> new InputWatch(clients, topic, input.restartsRecreated()))
            .toList();
  }

  /** Each of them. */
  List<InputWatch> each() {
    return watches;
  }

  /** Asks from here on, as {@link InputWatch#begin} does. */
  void begin(Offsets from) {
    watches.forEach(watch -> watch.begin(from));
  }

  /** There is a newer version of what was learned of the topics. */
  void learned(long version) {
    watches.forEach(watch -> watch.learned(version));
  }

  /** Where a partition began when somebody last answered. */
  long beginning(TopicPartition partition) {
    return watches.stream().mapToLong(watch -> watch.beginning(partition)).max().orElse(0);
  }

  /** Where the partitions ended when somebody last answered; committed records only. */
  Map<TopicPartition, Long> ends() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    watches.forEach(watch -> ends.putAll(watch.ends()));
    return ends;
  }

  /** The longest time since an answer of any. */
  Duration silence() {
    return watches.stream().map(InputWatch::silence).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** {@inheritDoc} None before those of every topic are known. */
  @Override
  public Set<TopicPartition> partitions() {
    Set<TopicPartition> all = new HashSet<>();
    for (InputWatch watch : watches) {
      Set<TopicPartition> partitions = watch.partitions();
      if (partitions.isEmpty()) {
        return Set.of();
      }
      all.addAll(partitions);
    }
    return all;
  }

  @Override
  public Optional<KafkaFailure> loss() {
    return watches.stream().flatMap(watch -> watch.loss().stream()).findFirst();
  }

  @Override
  public Optional<KafkaFailure> lossNow() {
    return watches.stream().flatMap(watch -> watch.lossNow().stream()).findFirst();
  }

  @Override
  public void close() {
    watches.forEach(InputWatch::close);
  }
}
