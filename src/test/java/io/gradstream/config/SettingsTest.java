package io.gradstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.learn.drift.DriftSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.learn.drift.DriftSettings.Reaction;
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

  private static Settings read(String section) {
    return Settings.of(Bindings.tree(LINE + section));
  }
}
