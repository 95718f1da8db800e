package io.gradstream.kafka.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.Machine;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final TopicPartition FIRST = new TopicPartition("in", 0);
  private static final TopicPartition SECOND = new TopicPartition("in", 1);
  private static final TopicPartition THIRD = new TopicPartition("in", 2);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final Assignment assignment = new Assignment("in", Machine.LOCAL);

  @Test
  void problem_beforeAnythingIsAssigned_saysSo() {
    assignment.complete(consumer, Set.of(FIRST));

    assertThat(assignment.problem())
        .contains("no partition of topic in is assigned to this learner");
    assertThat(consumer.shouldRebalance()).as("before the group has shared out").isFalse();
  }

  @Test
  void problem_whenPartitionsAreMissing_namesThem() {
    consumer.assign(List.of(SECOND));
    assignment.joined();

    assignment.complete(consumer, Set.of(THIRD, FIRST, SECOND));

    assertThat(assignment.problem())
        .contains("partitions of topic in are not assigned to this learner: 0, 2");
    assertThat(consumer.shouldRebalance()).isTrue();
  }

  @Test
  void problem_whenAllAreAssigned_isNone() {
    consumer.assign(List.of(FIRST, SECOND));
    assignment.joined();

    assignment.complete(consumer, Set.of(FIRST, SECOND));

    assertThat(assignment.problem()).isEmpty();
    assertThat(consumer.shouldRebalance()).isFalse();
  }

  @Test
  void complete_againAtOnce_leavesTheGroupTime() {
    consumer.assign(List.of(FIRST));
    assignment.joined();
    assignment.complete(consumer, Set.of(FIRST, SECOND));
    consumer.resetShouldRebalance();

    assignment.complete(consumer, Set.of(FIRST, SECOND));

    assertThat(consumer.shouldRebalance()).isFalse();
  }
}
