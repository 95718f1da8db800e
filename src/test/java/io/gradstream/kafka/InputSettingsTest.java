package io.gradstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.InputSettings.From;
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
}
