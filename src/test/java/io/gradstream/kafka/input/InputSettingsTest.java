package io.gradstream.kafka.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.input.BacklogSettings.Reaction;
import io.gradstream.kafka.input.InputSettings.From;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputSettingsTest {
  @Test
  void input_withOnlyATopic_isJsonFromTheOldest() {
    assertThat(InputSettings.of("in")).isEqualTo(InputSettings.of("in", From.EARLIEST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "..", "ä"})
  void input_withANameThatKafkaWouldNotTake_isRefused(String topic) {
    assertThatThrownBy(() -> InputSettings.of(topic))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "topic must be 1 to 249 letters, digits, '.', '_' or '-': \"%s\"".formatted(topic));
  }

  @Test
  void backlog_ofNothing_isRefused() {
    assertThatThrownBy(
            () -> new BacklogSettings(Duration.ofMillis(500), Reaction.SKIP, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("after must be at least 1s: 500 ms");
  }

  @Test
  void backlog_thatSkips_hasNoBatches() {
    assertThatThrownBy(
            () -> new BacklogSettings(Duration.ofMinutes(1), Reaction.SKIP, Optional.of(64)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch needs do: catch-up");
  }

  @Test
  void largestBatch_unlessSet_isEightTimesTheUsual() {
    assertThat(catchUp(Optional.empty()).largestBatch(32)).isEqualTo(256);
    assertThat(catchUp(Optional.of(100)).largestBatch(32)).isEqualTo(100);
    assertThatThrownBy(() -> catchUp(Optional.of(16)).largestBatch(32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input.backlog.batch must be at least batch.size, 32: 16");
  }

  private static BacklogSettings catchUp(Optional<Integer> batch) {
    return new BacklogSettings(Duration.ofMinutes(1), Reaction.CATCH_UP, batch);
  }
}
