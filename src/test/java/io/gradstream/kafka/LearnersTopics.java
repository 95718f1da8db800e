package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.committed;
import static io.gradstream.kafka.Fixtures.newName;
import static io.gradstream.kafka.Fixtures.newTopics;
import static io.gradstream.kafka.Fixtures.untilEnd;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The topics of a learner that nobody else has, on the embedded broker or on the one in a
 * container, and what tests do to them.
 */
@ExtendWith(SharedBroker.class)
@Timeout(120)
public abstract class LearnersTopics {
  protected static final Duration PATIENCE = Duration.ofSeconds(60);

  protected final String name = newName();
  protected final KafkaSettings kafka = SharedBroker.kafka();
  protected final Topics topics = newTopics(kafka, name, 1);
  protected final KafkaSampleSource source = untilEnd(kafka, topics, name);

  @AfterEach
  void closeSource() {
    source.close();
  }

  KafkaVersionSink sink() {
    return KafkaVersionSink.open(new Clients(kafka), name, topics, Fixtures.ENCODERS, source);
  }

  protected void delete(String topic) throws Exception {
    try (Admin admin = new Clients(kafka).admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
  }

  protected void addPartition(String... samples) {
    try (Admin admin = new Clients(kafka).admin();
        Producer<byte[], byte[]> producer = new Clients(kafka).producer(Map.of(), Map.of())) {
      admin.createPartitions(Map.of(topics.input(), NewPartitions.increaseTo(2))).all().get();
      for (String sample : samples) {
        byte[] value = sample.getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topics.input(), 1, null, value)).get();
      }
    } catch (InterruptedException | ExecutionException failure) {
      throw new AssertionError(failure);
    }
  }

  /** A transaction's markers reach the topics a moment after its commit. */
  void awaitMarkers() {
    try (Admin admin = new Clients(kafka).admin()) {
      for (String topic : List.of(topics.parameters(), topics.state())) {
        Supplier<Long> pending =
            () ->
                end(admin, topic, IsolationLevel.READ_UNCOMMITTED)
                    - end(admin, topic, IsolationLevel.READ_COMMITTED);
        await(pending, 0L);
      }
    }
  }

  private static long end(Admin admin, String topic, IsolationLevel isolation) {
    TopicPartition only = new TopicPartition(topic, 0);
    try {
      return admin
          .listOffsets(Map.of(only, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
          .partitionResult(only)
          .get()
          .offset();
    } catch (InterruptedException | ExecutionException failure) {
      throw new AssertionError(failure);
    }
  }

  public static <T> void await(Supplier<T> value, T wanted) {
    Mono.fromSupplier(value)
        .filter(wanted::equals)
        .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(50)))
        .timeout(PATIENCE, Mono.error(() -> new AssertionError("it stays " + value.get())))
        .block();
  }

  public static Flux<String> samples(KafkaSampleSource source, Offsets from) {
    return source.records(from).concatMapIterable(Fixtures::values, 1);
  }

  public static void assertKind(Throwable failure, Kind kind) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            KafkaFailure.class,
            domain -> assertThat(domain.kind()).as(failure.toString()).isEqualTo(kind));
  }

  List<String> keyAndValue(String topic, int count) {
    return committed(kafka, topic, count).stream()
        .map(record -> Fixtures.text(record.key()) + "=" + Fixtures.text(record.value()))
        .toList();
  }
}
