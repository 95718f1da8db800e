package io.gradstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.BacklogSettings.Reaction;
import io.gradstream.kafka.InputSettings.From;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputSettingsTest {
  @Test
  void input_withOnlyATopic_isJsonFromTheOldest() {
    assertThat(new InputSettings("in")).isEqualTo(InputSettings.of("in", From.EARLIEST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "..", "ä"})
  void input_withANameThatKafkaWouldNotTake_isRefused(String topic) {
    assertThatThrownBy(() -> new InputSettings(topic))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "topic must be 1 to 249 letters, digits, '.', '_' or '-': \"%s\"".formatted(topic));
  }

  @Test
  void backlog_ofNothing_isRefused() {
    assertThatThrownBy(() -> new BacklogSettings(Duration.ofMillis(500), Reaction.SKIP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("after must be at least 1s: 500 ms");
  }
}
