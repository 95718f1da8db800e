package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.publication;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.test.StepVerifier;

/** What the sink makes of each way a transaction can fail. */
class KafkaVersionSinkTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final KafkaSampleSource source =
      KafkaSampleSource.endless(new KafkaSettings(), InputSettings.of("in"), "m");
  private final Topics topics = new Topics("in", "parameters", "state", "dead");
  private final RecordLimits limits = RecordLimits.standard(topics.parameters(), topics.state());
  private final KafkaVersionSink sink = sink(Fixtures.ENCODERS);

  private KafkaVersionSink sink(Encoders encoders) {
    return new KafkaVersionSink(
        producer,
        new Clients(new KafkaSettings()).admin(),
        new WrittenTopics(
            new Clients(new KafkaSettings()), topics, new Clients(new KafkaSettings()).admin()),
        new VersionRecords("m", topics, encoders, Map.of(), limits),
        source,
        new Clients(new KafkaSettings()),
        "m");
  }

  @BeforeEach
  void initialize() {
    producer.initTransactions();
  }

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void publish_whenTheGroupRefusesTheOffsets_aborts() {
    producer.sendOffsetsToTransactionException = new CommitFailedException("unknown member");
    assertFailure(
        Kind.ABORTED,
        "publishing version 3 of m: lost, to be restored from the last committed version: unknown"
            + " member");
    assertThat(producer.transactionAborted()).isTrue();
  }

  @Test
  void publish_whenTheCommitTimesOut_isAborted() {
    producer.commitTransactionException = new TimeoutException("60000 ms passed awaiting EndTxn");
    assertFailure(
        Kind.ABORTED,
        "publishing version 3 of m: lost, to be restored from the last committed version: Kafka has"
            + " not answered in time");
  }

  @Test
  void publish_afterTheOwnPlaceWasTakenAgain_aborts() {
    producer.sendOffsetsToTransactionException = new FencedInstanceIdException("former holder");
    assertFailure(
        Kind.ABORTED,
        "publishing version 3 of m: lost, to be restored from the last committed version: the place"
            + " in the group was lost for a while");
  }

  @Test
  void publish_whenTheAbortShowsThatWeAreFenced_isFenced() {
    producer.commitTransactionException = new KafkaException("in an error state");
    producer.abortTransactionException = new ProducerFencedException("newer epoch");
    assertFailure(
        Kind.FENCED, "publishing version 3 of m: another learner of the same name has taken over");
  }

  @Test
  void publish_whenTheBrokerFindsARecordTooLarge_saysWhatToDo() {
    producer.commitTransactionException =
        new KafkaException("in an error state", new RecordTooLargeException("too large"));
    assertFailure(
        Kind.OTHER,
        "publishing version 3 of m: a record is larger than its topic takes: raise the topic's"
            + " max.message.bytes, or make the model smaller");
  }

  @Test
  void publish_withoutTheRight_isUnauthorized() {
    producer.commitTransactionException = new TopicAuthorizationException("Not for you");
    assertFailure(
        Kind.UNAUTHORIZED,
        "publishing version 3 of m: the broker at localhost:9092 refuses us, see to"
            + " kafka.properties or its access rules: not for you");
  }

  @Test
  void publish_cancelledOnTheWay_isFinishedAllTheSame() {
    sink.publish(publication("m", 3, Offsets.none())).subscribe().dispose();
    sink.close();
    assertThat(producer.transactionCommitted()).isTrue();
    assertThat(producer.history()).hasSize(2);
  }

  @Test
  void publish_cancelledOnTheWayAndFailing_keepsItToItself() {
    producer.commitTransactionException = new TimeoutException("too late");
    CountDownLatch cancelled = new CountDownLatch(1);
    Encoders waiting = new Encoders(version -> awaited(cancelled), Fixtures.ENCODERS.checkpoint());
    List<Throwable> dropped = new CopyOnWriteArrayList<>();
    Hooks.onErrorDropped(dropped::add);
    try (KafkaVersionSink slow = sink(waiting)) {
      slow.publish(publication("m", 3, Offsets.none())).subscribe().dispose();
      cancelled.countDown();
    } finally {
      Hooks.resetOnErrorDropped();
    }
    assertThat(producer.transactionAborted()).isTrue();
    assertThat(dropped).isEmpty();
  }

  private static byte[] awaited(CountDownLatch latch) {
    try {
      latch.await();
      return new byte[0];
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private void assertFailure(Kind kind, String message) {
    Offsets offsets = Offsets.none().with("in", 0, 1);
    StepVerifier.create(sink.publish(publication("m", 3, offsets)))
        .expectErrorSatisfies(
            failure -> {
              assertThat(failure).hasMessage(message);
              assertThat(((KafkaFailure) failure).kind()).isEqualTo(kind);
              assertThat(((KafkaFailure) failure).phase()).isEqualTo("publishing version 3 of m");
            })
        .verify(Duration.ofSeconds(30));
  }
}
