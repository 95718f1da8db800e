package io.gradstream.kafka.input;

import static io.gradstream.kafka.Fixtures.newName;
import static io.gradstream.kafka.Fixtures.newTopics;
import static io.gradstream.kafka.Fixtures.sendTransaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

@Timeout(120)
@ExtendWith(SharedBroker.class)
class InputWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void ends_areThoseOfEveryPartition() {
    KafkaSettings kafka = SharedBroker.kafka();
    Topics topics = newTopics(kafka, newName(), 2);
    sendTransaction(kafka, topics.input(), "a", "b");
    try (InputWatch watch = new InputWatch(new Clients(kafka), topics.input(), false)) {
      watch.begin(Offsets.none());

      Map<TopicPartition, Long> ends = await(watch::ends, found -> total(found) > 2);

      // Two samples and the markers of their transaction.
      assertThat(total(ends)).isBetween(3L, 4L);
      assertThat(ends)
          .containsOnlyKeys(
              new TopicPartition(topics.input(), 0), new TopicPartition(topics.input(), 1));
      assertThat(watch.partitions()).isEqualTo(ends.keySet());
    }
  }

  @Test
  void silence_whereNobodyAnswers_grows() {
    KafkaSettings nowhere = new KafkaSettings("localhost:1", Map.of());
    try (InputWatch watch = new InputWatch(new Clients(nowhere), "in", false)) {
      watch.begin(Offsets.none());

      Duration silence =
          await(watch::silence, silent -> silent.compareTo(Duration.ofSeconds(3)) > 0);

      assertThat(silence).isGreaterThan(Duration.ofSeconds(3));
      assertThat(watch.loss()).isEmpty();
    }
  }

  private static <T> T await(Supplier<T> value, Predicate<T> wanted) {
    return Mono.fromSupplier(value)
        .filter(wanted)
        .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(50)))
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  private static long total(Map<TopicPartition, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }
}
