package io.gradstream.kafka.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What is hard to bring about with a broker: polls without demand, rebalances, refusals. */
@Timeout(60)
class PollLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TopicPartition FIRST = new TopicPartition("in", 0);
  private static final TopicPartition SECOND = new TopicPartition("in", 1);
  private static final KafkaFailure RECREATED =
      KafkaFailure.ofTopic(Kind.TOPIC_RECREATED, "in", "was made anew");

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final Watched watched = new Watched();

  @BeforeEach
  void twoPartitionsOfOneRecord() {
    consumer.updatePartitions("in", List.of(info(FIRST), info(SECOND)));
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(FIRST, SECOND));
          consumer.addRecord(new ConsumerRecord<>("in", 0, 0, null, new byte[] {1}));
          consumer.addRecord(new ConsumerRecord<>("in", 1, 0, null, new byte[] {2}));
        });
  }

  @Test
  void polls_withoutDemand_goOnWithPausedPartitions() throws Exception {
    CountDownLatch polls = new CountDownLatch(3);
    StepVerifier.create(chunks(), 0)
        .expectSubscription()
        .then(() -> schedule(polls))
        .then(() -> assertThat(arrived(polls)).isTrue())
        .then(() -> assertThat(consumer.paused()).containsExactlyInAnyOrder(FIRST, SECOND))
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void chunks_beyondTheDemand_waitForMore() {
    StepVerifier.create(chunks(), 1)
        .expectNextCount(1)
        .expectNoEvent(Duration.ofMillis(200))
        .thenRequest(1)
        .expectNextCount(1)
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void partitions_takenOverByAnotherMember_endTheStream() {
    StepVerifier.create(chunks())
        .expectNextCount(2)
        .then(() -> consumer.schedulePollTask(() -> consumer.rebalance(List.of(FIRST))))
        .expectErrorSatisfies(
            failure -> {
              assertThat(kind(failure)).isEqualTo(Kind.ABORTED);
              assertThat(failure)
                  .hasMessage(
                      "reading topic in: another member of the group has taken over [in-1]");
            })
        .verify(PATIENCE);
  }

  /** It is sought where it was first read from, and retention has come that far meanwhile. */
  @Test
  void partition_lostAndAssignedAgainInOnePoll_isTakenOver() {
    StepVerifier.create(chunks())
        .expectNextCount(2)
        .then(() -> consumer.schedulePollTask(this::loseAndFindDeleted))
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .hasMessage(
                        "reading topic in: another member of the group has taken over [in-1]"))
        .verify(PATIENCE);
  }

  private void loseAndFindDeleted() {
    consumer.rebalance(List.of(FIRST));
    consumer.rebalance(List.of(FIRST, SECOND));
    consumer.setPollException(new OffsetOutOfRangeException(Map.of(SECOND, 0L)));
  }

  @Test
  void polls_thatAreFenced_endTheStreamAsFenced() {
    assertThat(kindAfter(new FencedInstanceIdException("taken"))).isEqualTo(Kind.FENCED);
  }

  @Test
  void polls_thatAreNotAllowed_endTheStreamAsUnauthorized() {
    assertThat(kindAfter(GroupAuthorizationException.forGroupId("g"))).isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void polls_thatFailForAnyOtherReason_areAborted() {
    assertThat(kindAfter(new KafkaException("odd"))).isEqualTo(Kind.ABORTED);
  }

  @Test
  void partitions_thatAreNotAssigned_areJoinedFor() {
    watched.partitions = Set.of(FIRST, SECOND, new TopicPartition("in", 2));
    StepVerifier.create(chunks())
        .expectNextCount(2)
        .then(this::awaitJoining)
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void partitions_thatAreAllAssigned_areNotJoinedFor() throws Exception {
    watched.partitions = Set.of(FIRST, SECOND);
    CountDownLatch polls = new CountDownLatch(3);
    StepVerifier.create(chunks())
        .expectNextCount(2)
        .then(() -> schedule(polls))
        .then(() -> assertThat(arrived(polls)).isTrue())
        .then(() -> assertThat(consumer.shouldRebalance()).isFalse())
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void topic_thatIsAnother_endsTheStream() {
    StepVerifier.create(chunks())
        .expectNextCount(2)
        .then(() -> watched.loss = Optional.of(RECREATED))
        .expectErrorSatisfies(failure -> assertThat(failure).isSameAs(RECREATED))
        .verify(PATIENCE);
  }

  @Test
  void offsets_thatAreNotThereBecauseTheTopicIsAnother_saySo() {
    watched.lossNow = Optional.of(RECREATED);
    OffsetOutOfRangeException outOfRange = new OffsetOutOfRangeException(Map.of(FIRST, 7L));
    assertThat(kindAfter(outOfRange)).isEqualTo(Kind.TOPIC_RECREATED);
  }

  private void awaitJoining() {
    Mono.fromSupplier(consumer::shouldRebalance)
        .filter(joining -> joining)
        .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(20)))
        .block(PATIENCE);
  }

  private Kind kindAfter(KafkaException failure) {
    Flux<RecordChunk> failing =
        chunks()
            .doOnSubscribe(
                started -> consumer.schedulePollTask(() -> consumer.setPollException(failure)));
    return failing
        .then()
        .map(nothing -> Kind.OTHER)
        .onErrorResume(thrown -> Mono.just(kind(thrown)))
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  private Flux<RecordChunk> chunks() {
    return Flux.from(
        subscriber -> {
          RecordSubscription reading =
              new RecordSubscription(Offsets.none(), InputSettings.of("in"), subscriber);
          subscriber.onSubscribe(reading);
          PollLoop loop =
              new PollLoop(
                  consumer,
                  new PolledValues(10),
                  InputSettings.of("in"),
                  watched,
                  EndOffsets.none(),
                  new Clients(new KafkaSettings()),
                  reading);
          loop.start();
        });
  }

  private void schedule(CountDownLatch polls) {
    for (long i = polls.getCount(); i > 0; i--) {
      consumer.schedulePollTask(polls::countDown);
    }
  }

  private static boolean arrived(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  private static Kind kind(Throwable failure) {
    assertThat(failure).isInstanceOf(KafkaFailure.class);
    return ((KafkaFailure) failure).kind();
  }

  /** What a test says of the topic. */
  private static final class Watched implements WatchedTopic {
    private volatile Set<TopicPartition> partitions = Set.of();
    private volatile Optional<KafkaFailure> loss = Optional.empty();
    private volatile Optional<KafkaFailure> lossNow = Optional.empty();

    @Override
    public Set<TopicPartition> partitions() {
      return partitions;
    }

    @Override
    public Optional<KafkaFailure> loss() {
      return loss;
    }

    @Override
    public Optional<KafkaFailure> lossNow() {
      return lossNow;
    }
  }

  private static PartitionInfo info(TopicPartition partition) {
    return new PartitionInfo(partition.topic(), partition.partition(), null, null, null);
  }
}
