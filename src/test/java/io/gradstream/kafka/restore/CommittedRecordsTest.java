package io.gradstream.kafka.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradstream.kafka.client.ClientSupplier;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Machine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cluster that falls silent while topics are read. */
class CommittedRecordsTest {
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  private final FailingConsumer consumer = new FailingConsumer();
  private final CommittedRecords records =
      CommittedRecords.open(
          new Clients(new KafkaSettings(), new Only(consumer), Machine.LOCAL),
          Set.of("t"),
          new LostBatches(),
          "restoring m");

  /** So that a learner that was at work goes on once it is there again. */
  @Test
  void noteNewEnd_nobodyAnswers_isUnreachable() {
    consumer.failure = new TimeoutException("no answer");

    assertThat(failureOf(records::noteNewEnd).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void atEnd_nobodyAnswers_isUnreachable() {
    consumer.failure = new TimeoutException("no answer");

    assertThat(failureOf(records::atEnd).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void noteNewEnd_refused_saysSo() {
    consumer.failure = GroupAuthorizationException.forGroupId("g");

    assertThat(failureOf(records::noteNewEnd).kind()).isEqualTo(Kind.UNAUTHORIZED);
  }

  private static KafkaFailure failureOf(ThrowingCallable call) {
    return catchThrowableOfType(KafkaFailure.class, call);
  }

  private static final class FailingConsumer extends MockConsumer<byte[], byte[]> {
    private @Nullable RuntimeException failure;

    FailingConsumer() {
      super("none");
      updatePartitions("t", List.of(new PartitionInfo("t", 0, null, null, null)));
      updateBeginningOffsets(Map.of(PARTITION, 0L));
      updateEndOffsets(Map.of(PARTITION, 1L));
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions, Duration timeout) {
      failIfSo();
      return super.endOffsets(partitions, timeout);
    }

    @Override
    public synchronized long position(TopicPartition partition) {
      failIfSo();
      return super.position(partition);
    }

    private void failIfSo() {
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** Clients of which there is this consumer. */
  private record Only(Consumer<byte[], byte[]> consumer) implements ClientSupplier {
    @Override
    public Consumer<byte[], byte[]> consumer(
        Map<String, Object> properties, Deserializer<byte[]> keys, Deserializer<byte[]> values) {
      return consumer;
    }

    @Override
    public Admin admin(Map<String, Object> properties) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Producer<byte[], byte[]> producer(Map<String, Object> properties) {
      throw new UnsupportedOperationException();
    }
  }
}
