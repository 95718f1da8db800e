package io.gradstream.learn.metrics;

import static io.gradstream.learn.metrics.ScoredPredictions.child;
import static io.gradstream.learn.metrics.ScoredPredictions.column;
import static io.gradstream.learn.metrics.ScoredPredictions.label;
import static io.gradstream.learn.metrics.ScoredPredictions.loss;
import static io.gradstream.learn.metrics.ScoredPredictions.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import io.gradstream.data.LabelSettings.Type;
import io.gradstream.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FadingScoresTest {
  private static final MetricsSettings HALVING = new MetricsSettings(1000, Optional.of(0.5));

  @Test
  void figures_ofNumbers_countASampleHalfWithEachThatFollows() {
    PrequentialMetrics metrics = new PrequentialMetrics(label(Type.NUMERIC), HALVING);

    metrics.record(result(loss(Type.NUMERIC), column(1, 5, 2), column(0, 2, 0), 1, 1, 1));

    // (1/4 * 1 + 1/2 * 3 + 2) / (1/4 + 1/2 + 1), and of the squares the root
    assertThat(child(metrics.report(), "fading").get("mae"))
        .asInstanceOf(DOUBLE)
        .isCloseTo(3.75 / 1.75, within(1e-12));
    assertThat(child(metrics.report(), "fading").get("rmse"))
        .asInstanceOf(DOUBLE)
        .isCloseTo(Math.sqrt((0.25 + 4.5 + 4) / 1.75), within(1e-12));
    assertThat(child(metrics.report(), "fading").get("factor")).isEqualTo(0.5);
  }

  @Test
  void figures_ofTwo_haveTheSameBesideBaselines() {
    PrequentialMetrics metrics = new PrequentialMetrics(label(Type.BINARY), HALVING);

    metrics.record(result(loss(Type.BINARY), column(1, -1), column(1, 1), 1, 1));

    assertThat(child(metrics.figures(), "fading").get("accuracy")).isEqualTo(0.5 / 1.5);
    assertThat(child(metrics.figures(), "fading").containsKey("auc")).isFalse();
    assertThat(child(metrics.figures(), "fading", "baselines", "noSkill").get("accuracy"))
        .isEqualTo(1.0);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void restore_midway_goesOnBitForBit(Type type) {
    PrequentialMetrics undisturbed = new PrequentialMetrics(label(type), HALVING);
    PrequentialMetrics restored = new PrequentialMetrics(label(type), HALVING);
    Tensor output =
        type == Type.CLASS ? Tensor.of(new float[][] {{.3f, .7f}, {.6f, .4f}}) : column(.3f, .6f);
    Predictions result = result(loss(type), output, column(1, 0), 0.5f, 2);
    undisturbed.record(result);
    restored.restore(undisturbed.state());

    undisturbed.record(result);
    restored.record(result);

    assertThat(restored.figures()).isEqualTo(undisturbed.figures());
  }

  @Test
  void figures_whereNothingFades_haveNoneOfIt() {
    assertThat(new PrequentialMetrics(label(Type.BINARY)).figures().containsKey("fading"))
        .isFalse();
  }

  @Test
  void window_ofOtherLength_coversSoManySamples() {
    PrequentialMetrics metrics =
        new PrequentialMetrics(label(Type.NUMERIC), new MetricsSettings(10, Optional.empty()));

    for (int i = 0; i < 25; i++) {
      metrics.record(result(loss(Type.NUMERIC), column(i), column(i < 15 ? 0 : i), 1));
    }

    assertThat(child(metrics.report(), "window").get("samples")).isEqualTo(10);
    assertThat(child(metrics.report(), "window").get("mae")).isEqualTo(0.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, Double.NaN})
  void settings_thatDoNotFade_areRefused(double factor) {
    assertThatThrownBy(() -> new MetricsSettings(1000, Optional.of(factor)))
        .hasMessage("fading must be above 0 and below 1, such as 0.999: " + factor);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 100_001})
  void settings_ofAWindowTooShortOrLong_areRefused(int window) {
    assertThatThrownBy(() -> new MetricsSettings(window, Optional.empty()))
        .hasMessage("window must be 10 to 100,000 samples: " + window);
  }
}
