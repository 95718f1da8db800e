package org.apache.kafka.clients.admin;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.internals.CoordinatorKey;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.protocol.Errors;

/** The results of an admin, which only its own package can make. */
public final class AdminResults {
  private static final Node NODE = new Node(1, "broker", 9092);

  private AdminResults() {}

  /** Topics by name. */
  public static DescribeTopicsResult topics(Map<String, KafkaFuture<TopicDescription>> topics) {
    return new DescribeTopicsResult(null, topics);
  }

  /** Topics that were made. */
  public static CreateTopicsResult created(Map<String, KafkaFuture<Boolean>> made) {
    Map<String, KafkaFuture<CreateTopicsResult.TopicMetadataAndConfig>> created = new HashMap<>();
    made.forEach(
        (topic, done) ->
            created.put(
                topic,
                done.thenApply(
                    yes ->
                        new CreateTopicsResult.TopicMetadataAndConfig(
                            Uuid.ZERO_UUID, 1, 1, new Config(List.of())))));
    return new CreateTopicsResult(created);
  }

  /** Settings. */
  public static DescribeConfigsResult configs(Map<ConfigResource, KafkaFuture<Config>> settings) {
    return new DescribeConfigsResult(settings);
  }

  /** A static member of a group. */
  public static MemberDescription member(String id, String instance, String clientId) {
    return new MemberDescription(
        id,
        Optional.of(instance),
        clientId,
        "/host",
        new MemberAssignment(Set.of()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A group. */
  public static ConsumerGroupDescription group(String name, Collection<MemberDescription> members) {
    return new ConsumerGroupDescription(
        name,
        false,
        members,
        "cooperative-sticky",
        GroupType.CLASSIC,
        members.isEmpty() ? GroupState.EMPTY : GroupState.STABLE,
        NODE,
        Set.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Members that were taken out, or were not there. */
  public static RemoveMembersFromConsumerGroupResult removed(
      RemoveMembersFromConsumerGroupOptions options, KafkaFuture<Boolean> done) {
    return new RemoveMembersFromConsumerGroupResult(
        done.thenApply(found -> errors(options, found ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID)),
        options.members());
  }

  private static Map<MemberIdentity, Errors> errors(
      RemoveMembersFromConsumerGroupOptions options, Errors error) {
    Map<MemberIdentity, Errors> errors = new HashMap<>();
    options
        .members()
        .forEach(
            member ->
                errors.put(
                    new MemberIdentity().setGroupInstanceId(member.groupInstanceId()), error));
    return errors;
  }

  /** The transactions of an id, of which the producer id is told. */
  public static DescribeTransactionsResult transaction(String id, KafkaFuture<Long> producerId) {
    return new DescribeTransactionsResult(
        Map.of(
            CoordinatorKey.byTransactionalId(id),
            producerId.thenApply(
                each ->
                    new TransactionDescription(
                        1,
                        TransactionState.EMPTY,
                        each,
                        0,
                        0,
                        OptionalLong.empty(),
                        Collections.emptySet()))));
  }

  /** The producers that have undecided records in partitions, and where these begin. */
  public static DescribeProducersResult producers(
      Map<TopicPartition, KafkaFuture<Map<Long, Long>>> undecided) {
    Map<TopicPartition, KafkaFuture<PartitionProducerState>> states = new HashMap<>();
    undecided.forEach(
        (partition, from) -> states.put(partition, from.thenApply(AdminResults::state)));
    return new DescribeProducersResult(states);
  }

  private static PartitionProducerState state(Map<Long, Long> undecided) {
    return new PartitionProducerState(
        undecided.entrySet().stream()
            .map(
                each ->
                    new ProducerState(
                        each.getKey(),
                        0,
                        0,
                        0,
                        OptionalInt.empty(),
                        OptionalLong.of(each.getValue())))
            .toList());
  }
}
