package io.gradstream.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/**
 * Who says which consumer is the member of a group, as far as learners need it: each group has one
 * static member at most. Whoever joins under that one's name takes its place, in the same
 * generation, and the former is fenced. A member that is not heard of for as long as its session
 * lasts is taken out.
 */
final class GroupCoordinator {
  /** A member of a group. */
  static final class Member {
    private final String id;
    private final String instance;
    private final String clientId;
    private final long sessionNs;
    private long goneNs = Long.MAX_VALUE;

    private Member(String id, String instance, String clientId, long sessionNs) {
      this.id = id;
      this.instance = instance;
      this.clientId = clientId;
      this.sessionNs = sessionNs;
    }

    String id() {
      return id;
    }

    String instance() {
      return instance;
    }

    String clientId() {
      return clientId;
    }
  }

  /** A group with its one member. */
  static final class Group {
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private @Nullable Member member;
    private int generation;

    /** The offsets that are committed. */
    Map<TopicPartition, Long> offsets() {
      return offsets;
    }

    int generation() {
      return generation;
    }
  }

  private final World world;
  private final SimulatedBroker broker;
  private final Map<String, Group> groups = new HashMap<>();
  private int members;

  GroupCoordinator(World world, SimulatedBroker broker) {
    this.world = world;
    this.broker = broker;
  }

  Group group(String name) {
    Group group = groups.computeIfAbsent(name, known -> new Group());
    Member member = group.member;
    if (member != null && member.goneNs <= world.nowNs()) {
      remove(group);
    }
    return group;
  }

  /** The member there is. */
  Optional<Member> member(String name) {
    return Optional.ofNullable(group(name).member);
  }

  /** Takes the place of a name, with the client id of whoever had it. */
  Member join(String name, String instance, String clientId, long sessionNs) {
    Group group = group(name);
    Member before = group.member;
    if (before == null) {
      group.generation++;
    } else if (before.goneNs == Long.MAX_VALUE) {
      broker.faults().meet(Fault.TAKE_OVER);
    }
    String kept = before == null ? clientId : before.clientId;
    Member member = new Member("member-" + ++members, instance, kept, sessionNs);
    group.member = member;
    world.tell("coordinator", "%s joins, generation %d".formatted(member.id, group.generation));
    return member;
  }

  /** Has the group share out its partitions anew, among the same members. */
  void rejoin(String name) {
    group(name).generation++;
  }

  /** Takes a member out. */
  void leave(String name, String memberId) {
    Group group = group(name);
    if (group.member != null && group.member.id.equals(memberId)) {
      remove(group);
    }
  }

  /** Takes out whoever has a name; false if nobody has. */
  boolean removeInstance(String name, String instance) {
    Group group = group(name);
    if (group.member == null || !group.member.instance.equals(instance)) {
      return false;
    }
    remove(group);
    return true;
  }

  private void remove(Group group) {
    world.tell("coordinator", "takes the member out");
    group.member = null;
    group.generation++;
  }

  /** A member is not heard of for so long. */
  void silent(Member member, long ns) {
    if (ns > member.sessionNs) {
      member.goneNs = Math.min(member.goneNs, world.nowNs() + member.sessionNs);
    }
  }

  /** What a group does of its own accord, and without a good reason. */
  void disturb(Faults faults) {
    for (Group group : groups.values()) {
      if (group.member != null && faults.happens(Fault.EVICTION, 0.2)) {
        remove(group);
      }
      if (group.member != null && faults.happens(Fault.REBALANCE, 0.5)) {
        group.generation++;
      }
    }
  }

  /**
   * Checks that offsets come from the member there is.
   *
   * @throws FencedInstanceIdException if another has its name by now
   * @throws UnknownMemberIdException if it was taken out
   * @throws IllegalGenerationException if the group is of another generation by now
   */
  void requireMember(ConsumerGroupMetadata who) {
    if (who.groupInstanceId().isEmpty() && who.generationId() < 0 && who.memberId().isEmpty()) {
      return;
    }
    Group group = group(who.groupId());
    Member member = group.member;
    if (member == null) {
      throw new UnknownMemberIdException("no longer a member");
    }
    if (!member.id.equals(who.memberId())) {
      throw new FencedInstanceIdException("another has the name " + member.instance);
    }
    if (group.generation != who.generationId()) {
      throw new IllegalGenerationException("the generation is " + group.generation);
    }
  }

  void commit(String name, Map<TopicPartition, Long> offsets) {
    group(name).offsets.putAll(offsets);
  }
}
