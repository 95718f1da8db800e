package io.gradstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TransactionStartTest {
  private static final ConsumerGroupMetadata FORMER = member(3);
  private static final ConsumerGroupMetadata JOINED = member(4);
  private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
      Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(7));

  private final List<ConsumerGroupMetadata> senders = new ArrayList<>();
  private final MockProducer<byte[], byte[]> producer = new Coordinated();

  @Test
  void begin_whenTheReaderHasJoinedAgain_sendsTheOffsetsAsItsSuccessor() {
    new TransactionStart(producer, () -> FORMER, former -> Optional.of(JOINED)).begin(OFFSETS);

    assertThat(senders).containsExactly(FORMER, JOINED);
    assertThat(producer.transactionInFlight()).isTrue();
    producer.commitTransaction();
    assertThat(producer.consumerGroupOffsetsHistory())
        .containsExactly(Map.of(JOINED.groupId(), OFFSETS));
  }

  @Test
  void begin_whenTheReaderIsNoMemberAnyMore_fails() {
    TransactionStart start =
        new TransactionStart(producer, () -> FORMER, former -> Optional.empty());

    assertThatThrownBy(() -> start.begin(OFFSETS)).isInstanceOf(CommitFailedException.class);

    assertThat(senders).containsExactly(FORMER);
  }

  @Test
  void begin_whenAnotherHasItsPlace_fails() {
    producer.sendOffsetsToTransactionException = new FencedInstanceIdException("taken");
    TransactionStart start =
        new TransactionStart(producer, () -> JOINED, former -> Optional.of(JOINED));

    assertThatThrownBy(() -> start.begin(OFFSETS)).isInstanceOf(FencedInstanceIdException.class);
  }

  @Test
  void begin_withoutOffsets_sendsNone() {
    new TransactionStart(producer, () -> FORMER, former -> Optional.empty()).begin(Map.of());

    assertThat(senders).isEmpty();
    assertThat(producer.transactionInFlight()).isTrue();
  }

  private static ConsumerGroupMetadata member(int generation) {
    return new ConsumerGroupMetadata("g", generation, "m", Optional.of("m"));
  }

  /** Refuses offsets that the former member sends, as a group's coordinator does. */
  private final class Coordinated extends MockProducer<byte[], byte[]> {
    Coordinated() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
      initTransactions();
    }

    @Override
    public void sendOffsetsToTransaction(
        Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
      senders.add(member);
      if (member.generationId() == FORMER.generationId()) {
        throw new CommitFailedException("another generation");
      }
      super.sendOffsetsToTransaction(offsets, member);
    }
  }
}
