package io.gradstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.learn.LearnerSettings;
import io.gradstream.learn.challenge.PromotionSettings;
import io.gradstream.learn.drift.DriftSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.learn.drift.DriftSettings.Reaction;
import io.gradstream.optim.Adam;
import io.gradstream.version.NamedState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sections of a configuration have to do with each other. */
class SettingsTest {
  private static final String LINE =
      """
      name: late
      input: {topic: departures}
      sample: {features: [{field: x, type: numeric}], label: {field: y, type: numeric}}
      model: {layers: [{type: linear, out: 1}]}
      loss: {type: mse}
      optimizer: {type: sgd, learningRate: 0.1}
      """;

  @Test
  void topics_areNamedAfterTheModel() {
    assertThat(read("").topics().written())
        .containsExactly("late.parameters", "late.state", "late.dead-letter", "late.metrics");
  }

  @Test
  void topics_withoutMetrics_areThoseThatAModelNeeds() {
    assertThat(read("publish: {metrics: false}").topics().written())
        .containsExactly("late.parameters", "late.state", "late.dead-letter");
  }

  @Test
  void drift_whereStepsAreOverTheSameSamples_isRefused() {
    assertThat(read("drift: {}").learner().drift()).contains(new DriftSettings());
    assertThat(read("drift: {detect: [adwin], react: mark}").learner().drift())
        .contains(new DriftSettings(List.of(Method.ADWIN), List.of(Reaction.MARK)));
    assertThat(read("drift: {react: [mark, raise-rate]}").learner().drift().orElseThrow().react())
        .containsExactly(Reaction.MARK, Reaction.RAISE_RATE);
    assertThatThrownBy(() -> read("drift: {}\nbatch: {mode: full}"))
        .hasMessageContaining("drift must be left out where batch.mode is full");
  }

  @Test
  void challengers_differFromTheRestInTheirSections() {
    Settings settings =
        read(
            "challengers: {fast: {optimizer: {type: adam, learningRate: 0.2}}}\npromote: automatic");

    assertThat(settings.promote()).contains(new PromotionSettings.Automatic(5_000, 10_000));
    LearnerSettings fast =
        settings.learner().with(NamedState.require(settings.challengers(), "fast"));
    assertThat(fast.optimizer()).isEqualTo(new Adam.Settings(0.2));
    assertThat(fast.loss()).isEqualTo(settings.loss());
  }

  @Test
  void challengers_thatCannotBe_areRefused() {
    assertThatThrownBy(() -> read("challengers: {base: {}}"))
        .hasMessageContaining("neither base nor fresh: base");
    assertThatThrownBy(() -> read("challengers: {wide: {layers: [{type: linear, out: 2}]}}"))
        .hasMessageContaining("challengers.wide must fit the rest: model.layers must end with 1");
    assertThatThrownBy(() -> read("promote: automatic"))
        .hasMessageContaining("promote must be left out where there are no challengers");
    assertThatThrownBy(() -> read("challengers: {a: {}}\nbatch: {mode: full}"))
        .hasMessageContaining("challengers must be left out where batch.mode is full");
    assertThat(read("drift: {react: challenger}\npromote: manual").promote()).isPresent();
  }

  private static Settings read(String section) {
    return Settings.of(Bindings.tree(LINE + section));
  }
}
