package io.gradstream.simulation;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer knows of its place in a group, which it hears of in its polls: that it is a
 * member of a generation, and that it is not any more.
 */
final class SimulatedMembership {
  private final Connection connection;
  private final String group;
  private final String instance;
  private final String clientId;
  private final long sessionNs;
  private @Nullable String topic;
  private @Nullable ConsumerRebalanceListener listener;
  private GroupCoordinator.@Nullable Member member;
  private int generation = -1;
  private boolean rejoins;
  private boolean fenced;

  SimulatedMembership(Connection connection, Map<String, Object> properties) {
    this.connection = connection;
    this.group = text(properties, ConsumerConfig.GROUP_ID_CONFIG);
    this.instance = text(properties, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    this.clientId = text(properties, ConsumerConfig.CLIENT_ID_CONFIG);
    this.sessionNs =
        TimeUnit.MILLISECONDS.toNanos(
            Long.parseLong(text(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)));
    connection.process().onSilence(this::silent);
  }

  private static String text(Map<String, Object> properties, String key) {
    return String.valueOf(properties.get(key));
  }

  void subscribe(String name, ConsumerRebalanceListener onRebalance) {
    topic = name;
    listener = onRebalance;
  }

  Set<String> subscription() {
    return topic == null ? Set.of() : Set.of(topic);
  }

  ConsumerGroupMetadata metadata() {
    String id = member == null ? "" : member.id();
    return new ConsumerGroupMetadata(group, generation, id, Optional.of(instance));
  }

  void rejoin() {
    rejoins = true;
  }

  /** Hears what has become of the place, and joins where there is none. */
  void poll(Set<TopicPartition> assigned, Set<TopicPartition> positioned) {
    if (topic == null || connection.broker().coordinatorAwayNs() > 0) {
      return;
    }
    GroupCoordinator groups = connection.broker().groups();
    Optional<GroupCoordinator.Member> holder = groups.member(group);
    if (member != null && holder.isPresent() && holder.get() != member) {
      fenced = true;
    }
    if (fenced) {
      throw new FencedInstanceIdException("another has the name " + instance);
    }
    if (member != null && holder.isEmpty()) {
      lose(assigned, positioned);
    }
    if (member == null) {
      member = groups.join(group, instance, clientId, sessionNs);
    } else if (rejoins) {
      groups.rejoin(group);
    }
    if (rejoins || groups.group(group).generation() != generation) {
      generation = groups.group(group).generation();
      rejoins = false;
      adopt(assigned);
    }
  }

  private void lose(Set<TopicPartition> assigned, Set<TopicPartition> positioned) {
    List<TopicPartition> lost = new ArrayList<>(assigned);
    member = null;
    generation = -1;
    required().onPartitionsLost(lost);
    assigned.clear();
    positioned.removeAll(lost);
  }

  /** The only member has all partitions. */
  private void adopt(Set<TopicPartition> assigned) {
    Collection<TopicPartition> added =
        Arrays.stream(connection.broker().topic(String.valueOf(topic)).partitions())
            .map(SimulatedLog::partition)
            .filter(partition -> !assigned.contains(partition))
            .toList();
    assigned.addAll(added);
    required().onPartitionsAssigned(added);
  }

  private ConsumerRebalanceListener required() {
    if (listener == null) {
      throw new IllegalStateException("not subscribed");
    }
    return listener;
  }

  private void silent(long ns) {
    if (member != null) {
      connection.broker().groups().silent(member, ns);
    }
  }

  void close(CloseOptions options) {
    if (member != null && options.groupMembershipOperation() == LEAVE_GROUP) {
      connection.broker().groups().leave(group, member.id());
    } else {
      silent(Long.MAX_VALUE);
    }
  }
}
