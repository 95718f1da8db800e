package io.gradstream.kafka.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
    Map<String, List<AclOperation>> needed = new TreeMap<>();
    topics.written().forEach(topic -> needed.put(topic, List.of(AclOperation.WRITE)));
    for (String restored : topics.ordered()) {
      needed.put(restored, List.of(AclOperation.WRITE, AclOperation.READ));
    }
    topics.inputs().forEach(topic -> needed.put(topic, List.of(AclOperation.READ)));
    DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(needed.keySet(), options).topicNameValues();
    needed.forEach(
        (topic, operations) ->
            require(topic, operations, Objects.requireNonNull(answers.get(topic))));
  }

  /** A topic that is not there refuses nothing, nor does a cluster that does not say. */
  private void require(
      String topic, List<AclOperation> needed, KafkaFuture<TopicDescription> answer) {
    String phase = "looking at the rules of topic " + topic;
    Set<AclOperation> allowed = allowed(phase, answer);
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

  private Set<AclOperation> allowed(String phase, KafkaFuture<TopicDescription> answer) {
    try {
      Set<AclOperation> told = answer.get().authorizedOperations();
      return told == null ? Set.of() : told;
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
