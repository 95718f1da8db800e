package io.gradstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradstream.nn.Huber;
import io.gradstream.nn.LayerSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTextTest {
  record BceWithLogits() {}

  record SmoothL1() {}

  record Relu() {}

  static final class LazyAdam {
    record Settings() implements Rates {}
  }

  interface Rates extends ChosenByType {}

  @Test
  void of_class_isSnakeCase() {
    assertThat(SettingsText.of(BceWithLogits.class)).isEqualTo("bce_with_logits");
    assertThat(SettingsText.of(SmoothL1.class)).isEqualTo("smooth_l1");
    assertThat(SettingsText.of(Relu.class)).isEqualTo("relu");
  }

  @Test
  void of_settingsInsideAClass_isThatClassesWord() {
    assertThat(SettingsText.of(LazyAdam.Settings.class)).isEqualTo("lazy_adam");
    assertThat(SettingsText.of(io.gradstream.config.Settings.class)).isEqualTo("settings");
  }

  @Test
  void isChosenByType_recordsOfSeveral_areWhetherSealedOrNot() {
    assertThat(SettingsText.isChosenByType(LazyAdam.Settings.class)).isTrue();
    assertThat(SettingsText.isChosenByType(LayerSettings.Relu.class)).isTrue();
    assertThat(SettingsText.isChosenByType(Huber.class)).isTrue();
    assertThat(SettingsText.isChosenByType(Relu.class)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.2S, 200ms",
    "PT5S, 5s",
    "PT90S, 90s",
    "PT1M, 1m",
    "PT26H, 26h",
    "PT0.0015S, 1500us",
    "PT0.000000001S, 1ns",
    "PT-5S, -5s"
  })
  void of_duration_isLargestWholeUnitAndReadsBack(Duration duration, String text) {
    assertThat(SettingsText.of(duration)).isEqualTo(text);
    assertThat(SettingsText.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "s", "1.5s", "5 s", "5d", "", "9999999999999999999h"})
  void duration_textThatIsNone_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SettingsText.duration(text))
        .withMessageContaining(text);
  }
}
