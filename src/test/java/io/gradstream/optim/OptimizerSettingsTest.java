package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerSettingsTest {
  @Test
  void sgd_ofImpossibleNumbers_namesKeyAndValue() {
    assertThatThrownBy(() -> new Sgd.Settings(0.1, -1, 0, false, 0))
        .hasMessage("momentum must not be negative: -1.0");
    assertThatThrownBy(() -> new Sgd.Settings(Double.NaN))
        .hasMessage("learningRate must not be negative: NaN");
    assertThatThrownBy(() -> new Sgd.Settings(0.1, 0, 0, true, 0))
        .hasMessage("nesterov needs a momentum and no dampening: momentum 0.0, dampening 0.0");
  }

  @Test
  void adam_ofImpossibleBetas_namesThem() {
    assertThatThrownBy(() -> new Adam.Settings(0.1, List.of(0.9), 1e-8, 0, false))
        .hasMessage("betas must be two numbers: [0.9]");
    assertThatThrownBy(() -> new Adam.Settings(0.1, List.of(0.9, 1.0), 1e-8, 0, false))
        .hasMessage("betas must be at least 0 and below 1: 1.0");
  }

  @Test
  void clip_ofNoBound_namesIt() {
    assertThatThrownBy(() -> new ClipSettings.Norm(0)).hasMessage("max must be positive: 0.0");
    assertThatThrownBy(() -> new ClipSettings.Value(-2)).hasMessage("max must be positive: -2.0");
  }
}
