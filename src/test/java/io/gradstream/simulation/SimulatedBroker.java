package io.gradstream.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A cluster of one broker: its topics, and the coordinators of groups and of transactions. */
final class SimulatedBroker {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "cleanup.policy", "delete",
          "max.message.bytes", "1048588",
          "segment.bytes", "1073741824",
          "retention.ms", "-1");

  private final World world;
  private final Faults faults;
  private final Map<String, SimulatedTopic> topics = new TreeMap<>();
  private final GroupCoordinator groups;
  private final TransactionCoordinator transactions;
  private long coordinatorBackNs;

  SimulatedBroker(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
    this.groups = new GroupCoordinator(world, this);
    this.transactions = new TransactionCoordinator(world, this);
  }

  Faults faults() {
    return faults;
  }

  GroupCoordinator groups() {
    return groups;
  }

  TransactionCoordinator transactions() {
    return transactions;
  }

  /** A topic's partitions with its id, which no other topic ever has, and its settings. */
  record SimulatedTopic(
      String name, Uuid id, SimulatedLog[] partitions, Map<String, String> settings) {}

  /**
   * Makes a topic.
   *
   * @throws TopicExistsException if there is one of the name
   */
  SimulatedTopic create(String name, int partitions, Map<String, String> settings) {
    if (has(name)) {
      throw new TopicExistsException("there is a topic " + name);
    }
    Map<String, String> all = new HashMap<>(DEFAULTS);
    all.putAll(settings);
    SimulatedLog[] logs =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new SimulatedLog(world, new TopicPartition(name, partition)))
            .toArray(SimulatedLog[]::new);
    SimulatedTopic topic = new SimulatedTopic(name, new Uuid(7, topics.size() + 1), logs, all);
    topics.put(name, topic);
    return topic;
  }

  boolean has(String topic) {
    return topics.containsKey(topic);
  }

  /**
   * A topic.
   *
   * @throws UnknownTopicOrPartitionException if there is none
   */
  SimulatedTopic topic(String name) {
    SimulatedTopic topic = topics.get(name);
    if (topic == null) {
      throw new UnknownTopicOrPartitionException("no topic " + name);
    }
    return topic;
  }

  SimulatedLog log(TopicPartition partition) {
    return topic(partition.topic()).partitions()[partition.partition()];
  }

  /** Has groups and transactions without an answer for a while. */
  void loseCoordinator(long ns) {
    coordinatorBackNs = world.nowNs() + ns;
  }

  /** How long there is none yet. */
  long coordinatorAwayNs() {
    return Math.max(0, coordinatorBackNs - world.nowNs());
  }
}
