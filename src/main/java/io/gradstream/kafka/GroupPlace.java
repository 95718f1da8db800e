package io.gradstream.kafka;

import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.input.LearnerInstance;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * The one place of a learner, as whoever waits for it sees it: the static member of its consumer
 * group that has its name. It is free as soon as that member has left, or its session has timed
 * out. Not thread-safe.
 *
 * <p>Who joins in a member's stead keeps that one's client id. So a dead predecessor is taken out
 * of the group first, or its successor would be taken for it, and for dead.
 */
public final class GroupPlace {
  private final Admin admin;
  private final String name;
  private final LearnerInstance self;
  private final FailureTranslator failures;
  private boolean isOfPredecessor;

  /**
   * A place.
   *
   * @param admin asks; it is closed by whoever made it
   * @param name the learner's: group, and place in it
   * @param self who waits
   */
  GroupPlace(Admin admin, String name, LearnerInstance self, FailureTranslator failures) {
    this.admin = admin;
    this.name = name;
    this.self = self;
    this.failures = failures;
  }

  /**
   * Who has it, in words; empty if nobody has, or none but this learner itself.
   *
   * @throws KafkaFailure if nobody answers
   */
  Optional<String> holder() {
    Optional<MemberDescription> other =
        members().stream()
            .filter(each -> each.groupInstanceId().filter(name::equals).isPresent())
            .filter(each -> !self.is(each.clientId()))
            .findFirst();
    isOfPredecessor = other.filter(each -> self.succeeds(each.clientId())).isPresent();
    self.settle();
    return isOfPredecessor ? Optional.empty() : other.map(this::describe);
  }

  /**
   * Takes a dead predecessor out, if it was seen there.
   *
   * @throws KafkaFailure if nobody answers
   */
  void clear() {
    if (isOfPredecessor) {
      isOfPredecessor = false;
      await(
          admin
              .removeMembersFromConsumerGroup(
                  name, new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(name))))
              .all());
    }
  }

  private String describe(MemberDescription member) {
    String who =
        LearnerInstance.describe(member.clientId())
            .orElseGet(() -> "a learner at " + member.host().replace("/", ""));
    return "%s is learning %s".formatted(who, name);
  }

  private List<MemberDescription> members() {
    return await(admin.describeConsumerGroups(List.of(name)).all()).map(Map::values).stream()
        .flatMap(Collection::stream)
        .flatMap(group -> group.members().stream())
        .toList();
  }

  /** Empty where there is no such group, or no such member any more. */
  private <T> Optional<T> await(KafkaFuture<T> answer) {
    String phase = "looking at group " + name;
    try {
      return Optional.ofNullable(answer.get());
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof GroupIdNotFoundException
          || failure.getCause() instanceof UnknownMemberIdException) {
        return Optional.empty();
      }
      throw failures.connecting(phase, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw KafkaFailure.other(phase, "interrupted");
    }
  }
}
