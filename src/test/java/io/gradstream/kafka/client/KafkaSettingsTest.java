package io.gradstream.kafka.client;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  @Test
  void kafka_withoutSettings_isOnThisMachine() {
    assertThat(new KafkaSettings()).isEqualTo(new KafkaSettings("localhost:9092", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"group.id", "transactional.id", "enable.auto.commit", "isolation.level"})
  void kafka_withAPropertyThatExactlyOnceDependsOn_isRefused(String property) {
    assertThatThrownBy(() -> new KafkaSettings("localhost:9092", Map.of(property, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "properties must not set %s, gradstream sets it itself: leave it out", property);
  }

  @Test
  void kafka_withBlankServers_isRefused() {
    assertThatThrownBy(() -> new KafkaSettings(" ", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bootstrapServers must be host:port: \" \"");
  }

  @Test
  void topics_twoOfWhichAreTheSame_areRefused() {
    assertThatThrownBy(() -> new Topics("a", "b", "b", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("topics must differ");
  }

  @Test
  void properties_ofTheUser_overrideWhatIsOnlyForSpeed() {
    KafkaSettings users = new KafkaSettings("localhost:9092", Map.of("fetch.max.wait.ms", "7"));

    assertThat(new Clients(users).completed(Map.of("fetch.max.wait.ms", 20), Map.of("acks", "all")))
        .containsOnly(
            entry("fetch.max.wait.ms", "7"),
            entry("acks", "all"),
            entry("bootstrap.servers", "localhost:9092"));
  }

  @ParameterizedTest
  @CsvSource({
    "fetch.max.wait.ms, soon",
    "security.protocol, TLS",
    "linger.ms, -1",
    "acks, some",
    "sasl.login.class, s3cret"
  })
  void properties_thatNoClientTakes_areRefusedWithoutTheirValue(String key, String value) {
    assertThatThrownBy(() -> new KafkaSettings("localhost:9092", Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "properties must have a value for %s that Kafka's clients take, see Kafka's documentation"
                .formatted(key));
  }
}
