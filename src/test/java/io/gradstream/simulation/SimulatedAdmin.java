package io.gradstream.simulation;

import io.gradstream.simulation.SimulatedBroker.SimulatedTopic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminResults;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsResult;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/** An admin. What it answers with is decided when it answers, even if it is looked at later. */
final class SimulatedAdmin {
  static final Node NODE = new Node(1, "broker", 9092);
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(8);

  private final Connection connection;
  private final SimulatedBroker broker;

  SimulatedAdmin(Connection connection) {
    this.connection = connection;
    this.broker = connection.broker();
  }

  DescribeTopicsResult describeTopics(Collection<String> names) {
    return AdminResults.topics(each("describeTopics", names, this::describe));
  }

  DescribeTopicsResult describeTopics(Collection<String> names, DescribeTopicsOptions options) {
    return describeTopics(names);
  }

  private TopicDescription describe(String name) {
    SimulatedTopic topic = broker.topic(name);
    List<TopicPartitionInfo> partitions =
        Arrays.stream(topic.partitions())
            .map(log -> log.partition().partition())
            .map(each -> new TopicPartitionInfo(each, NODE, List.of(NODE), List.of(NODE)))
            .toList();
    return new TopicDescription(name, false, partitions, null, topic.id());
  }

  CreateTopicsResult createTopics(Collection<NewTopic> topics) {
    Map<String, KafkaFuture<Boolean>> made = new HashMap<>();
    topics.forEach(topic -> made.put(topic.name(), answer("createTopic", () -> create(topic))));
    return AdminResults.created(made);
  }

  private boolean create(NewTopic topic) {
    Map<String, String> settings = topic.configs() == null ? Map.of() : topic.configs();
    broker.create(topic.name(), Math.max(1, topic.numPartitions()), settings);
    return true;
  }

  DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources) {
    return AdminResults.configs(each("describeConfigs", resources, this::config));
  }

  private Config config(ConfigResource resource) {
    return new Config(
        broker.topic(resource.name()).settings().entrySet().stream()
            .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
            .toList());
  }

  ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> specs, ListOffsetsOptions options) {
    return new ListOffsetsResult(
        each(
            "listOffsets",
            specs.keySet(),
            partition ->
                new ListOffsetsResult.ListOffsetsResultInfo(
                    offset(partition, specs.get(partition), options.isolationLevel()),
                    -1,
                    Optional.empty())));
  }

  ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> specs) {
    return listOffsets(specs, new ListOffsetsOptions());
  }

  private long offset(TopicPartition partition, @Nullable OffsetSpec spec, IsolationLevel level) {
    if (!(spec instanceof OffsetSpec.LatestSpec)) {
      return 0;
    }
    SimulatedLog log = broker.log(partition);
    return level == IsolationLevel.READ_COMMITTED ? log.lastStableOffset() : log.endOffset();
  }

  DescribeConsumerGroupsResult describeConsumerGroups(Collection<String> groups) {
    return new DescribeConsumerGroupsResult(
        each("describeConsumerGroups", groups, this::describeGroup));
  }

  private ConsumerGroupDescription describeGroup(String group) {
    return AdminResults.group(
        group,
        broker.groups().member(group).stream()
            .map(member -> AdminResults.member(member.id(), member.instance(), member.clientId()))
            .toList());
  }

  RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
      String group, RemoveMembersFromConsumerGroupOptions options) {
    return AdminResults.removed(
        options,
        answer(
            "removeMembers",
            () ->
                options.members().stream()
                    .allMatch(
                        member ->
                            broker.groups().removeInstance(group, member.groupInstanceId()))));
  }

  DescribeTransactionsResult describeTransactions(Collection<String> ids) {
    String id = ids.iterator().next();
    return AdminResults.transaction(
        id,
        answer(
            "describeTransactions",
            () -> broker.transactions().identity(id).orElseThrow().producerId()));
  }

  DescribeProducersResult describeProducers(Collection<TopicPartition> partitions) {
    return AdminResults.producers(
        each("describeProducers", partitions, partition -> broker.log(partition).undecided()));
  }

  void close(Duration patience) {}

  void close() {}

  /** Answers that come together, or none of them. */
  private <K, V> Map<K, KafkaFuture<V>> each(
      String call, Collection<K> keys, Function<K, V> answer) {
    Map<K, KafkaFuture<V>> answers = new HashMap<>();
    try {
      connection.ask(
          call,
          PATIENCE_NS,
          () -> {
            keys.forEach(key -> answers.put(key, decided(() -> answer.apply(key))));
            return true;
          });
    } catch (TimeoutException lost) {
      keys.forEach(key -> answers.put(key, failed(lost)));
    }
    return answers;
  }

  private <V> KafkaFuture<V> answer(String call, Supplier<V> answer) {
    return Objects.requireNonNull(each(call, List.of(call), asked -> answer.get()).get(call));
  }

  private static <V> KafkaFuture<V> decided(Supplier<V> answer) {
    try {
      return KafkaFuture.completedFuture(answer.get());
    } catch (ApiException refused) {
      return failed(refused);
    }
  }

  private static <V> KafkaFuture<V> failed(Throwable failure) {
    KafkaFutureImpl<V> future = new KafkaFutureImpl<>();
    future.completeExceptionally(failure);
    return future;
  }
}
