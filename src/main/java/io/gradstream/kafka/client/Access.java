package io.gradstream.kafka.client;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a cluster allows us on topics that are there, asked before anything is done: a learner that
 * may not read or write would find out only later, when it takes a refusal for one that passes.
 *
 * @param admin closed by whoever has made it
 * @param failures tells what an answer means
 */
public record Access(Admin admin, FailureTranslator failures) {
  /** Where even this may not be asked. */
  private static final Set<AclOperation> NONE = Set.of(AclOperation.UNKNOWN);

  /**
   * Checks what a learner does with its topics.
   *
   * @throws KafkaFailure if one of it is not allowed, or nobody answers
   */
  public void requireOfLearner(Topics topics) {
    require(topics.input(), Set.of(AclOperation.READ));
    topics.written().forEach(topic -> require(topic, Set.of(AclOperation.WRITE)));
    require(topics.parameters(), Set.of(AclOperation.READ));
    require(topics.state(), Set.of(AclOperation.READ));
  }

  /** A topic that is not there refuses nothing, nor does a cluster that does not say. */
  private void require(String topic, Set<AclOperation> needed) {
    String phase = "looking at the rules of topic " + topic;
    Set<AclOperation> allowed = allowed(phase, topic);
    for (AclOperation operation : needed) {
      if (!allowed.isEmpty() && !allowed.contains(operation)) {
        throw new KafkaFailure(
            KafkaFailure.Kind.UNAUTHORIZED,
            phase,
            Refusal.missing(operation, "topic " + topic),
            null);
      }
    }
  }

  private Set<AclOperation> allowed(String phase, String topic) {
    DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    KafkaFuture<Map<String, TopicDescription>> answer =
        admin.describeTopics(Set.of(topic), options).allTopicNames();
    try {
      return answer.get().values().stream()
          .map(TopicDescription::authorizedOperations)
          .filter(Objects::nonNull)
          .findFirst()
          .orElseGet(Set::of);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return Set.of();
      }
      if (failure.getCause() instanceof TopicAuthorizationException) {
        return NONE;
      }
      throw failures.connecting(phase, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw KafkaFailure.other(phase, "interrupted");
    }
  }
}
