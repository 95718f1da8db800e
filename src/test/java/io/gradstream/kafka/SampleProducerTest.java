package io.gradstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(SharedBroker.class)
class SampleProducerTest {
  private final KafkaSettings kafka = SharedBroker.kafka();
  private final Topics topics = Fixtures.newTopics(kafka, Fixtures.newName(), 1);

  @Test
  void send_ofManySamples_keepsTheirOrder() {
    List<String> samples = IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
    try (SampleProducer producer = producer(OptionalDouble.empty())) {
      samples.forEach(sample -> producer.send(sample.getBytes(UTF_8)));
      assertThat(producer.flush()).isEqualTo(5_000);
    }
    assertThat(Fixtures.committed(kafka, topics.input(), 5_000))
        .extracting(record -> Fixtures.text(record.value()))
        .isEqualTo(samples);
  }

  @Test
  void send_atARate_takesItsTime() {
    try (SampleProducer producer = producer(OptionalDouble.of(100))) {
      long start = System.nanoTime();
      for (int i = 0; i < 21; i++) {
        producer.send(new byte[] {1});
      }
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
    }
  }

  @Test
  void send_ofMoreThanTheTopicTakes_failsAtTheLatestWhenFlushed() {
    try (SampleProducer producer = producer(OptionalDouble.empty())) {
      assertThatThrownBy(
              () -> {
                producer.send(new byte[2_000_000]);
                producer.flush();
              })
          .isInstanceOf(KafkaFailure.class)
          .hasMessageStartingWith("sending samples to topic " + topics.input());
    }
  }

  @Test
  void rate_ofZero_isRefused() {
    assertThatThrownBy(() -> producer(OptionalDouble.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate must be positive: 0.0");
  }

  @Test
  void send_ofASampleWithATime_keepsIt() {
    long yesterdayMs = System.currentTimeMillis() - Duration.ofDays(1).toMillis();
    try (SampleProducer producer = producer(OptionalDouble.empty())) {
      producer.send(null, new byte[] {1}, yesterdayMs);
      producer.flush();
    }
    assertThat(Fixtures.committed(kafka, topics.input(), 1))
        .extracting(ConsumerRecord::timestamp)
        .containsExactly(yesterdayMs);
  }

  @Test
  void send_ofASampleThatTheTopicWouldDeleteAtOnce_isRefused() {
    try (SampleProducer producer = producer(OptionalDouble.empty())) {
      assertThatThrownBy(() -> producer.send(null, new byte[] {1}, 1000L))
          .isInstanceOf(KafkaFailure.class)
          .hasMessage(
              "sending samples to topic %s: it keeps records for 604800000 ms, and would delete those"
                      .formatted(topics.input())
                  + " of 1970-01-01T00:00:01Z at once: set its retention.ms to -1, or send them"
                  + " without --time");
    }
  }

  private SampleProducer producer(OptionalDouble rate) {
    return new SampleProducer(kafka, topics.input(), rate);
  }
}
