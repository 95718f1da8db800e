package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.newName;
import static io.gradstream.kafka.Fixtures.newTopics;
import static io.gradstream.kafka.Fixtures.sendTransaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.learn.Offsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
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
    try (InputWatch watch = new InputWatch(kafka, topics.input())) {
      Offsets ends =
          Mono.fromSupplier(watch::ends)
              .filter(found -> total(found, topics) > 2)
              .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(50)))
              .blockOptional(PATIENCE)
              .orElseThrow();

      // Two samples and the markers of their transaction.
      assertThat(total(ends, topics)).isBetween(3L, 4L);
      assertThat(ends.byTopic().get(topics.input())).containsOnlyKeys(0, 1);
    }
  }

  @Test
  void silence_whereNobodyAnswers_grows() {
    KafkaSettings nowhere = new KafkaSettings("localhost:1", Map.of());
    try (InputWatch watch = new InputWatch(nowhere, "in")) {
      Duration silence =
          Mono.fromSupplier(watch::silence)
              .filter(silent -> silent.compareTo(Duration.ofSeconds(3)) > 0)
              .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(50)))
              .blockOptional(PATIENCE)
              .orElseThrow();

      assertThat(silence).isGreaterThan(Duration.ofSeconds(3));
    }
  }

  private static long total(Offsets ends, Topics topics) {
    return ends
        .byTopic()
        .getOrDefault(topics.input(), Collections.emptySortedMap())
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
