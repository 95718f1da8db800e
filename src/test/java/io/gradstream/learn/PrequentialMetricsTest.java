package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PrequentialMetricsTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  @Test
  void report_binary_scoresTheModelBesideBaseRateAndLastLabel() {
    PrequentialMetrics metrics = new PrequentialMetrics(new LabelSettings("y", Type.BINARY));

    metrics.record(column(0.8f, 0.4f, 0.6f, 0.1f), column(1, 0, 0, 1));

    assertThat(figure(metrics, "metrics", "logLoss"))
        .isCloseTo(-(ln(0.8) + ln(0.6) + ln(0.4) + ln(0.1)) / 4, CLOSE);
    assertThat(figure(metrics, "metrics", "accuracy")).isEqualTo(0.5);
    assertThat(figure(metrics, "metrics", "auc")).isEqualTo(0.5);
    assertThat(figure(metrics, "baselines", "noSkill", "logLoss"))
        .isCloseTo(-(ln(1 / 2.0) + ln(1 / 3.0) + ln(2 / 4.0) + ln(2 / 5.0)) / 4, CLOSE);
    assertThat(figure(metrics, "baselines", "noSkill", "auc")).isEqualTo(0.5);
    assertThat(figure(metrics, "baselines", "noChange", "accuracy")).isEqualTo(0.5);
  }

  @Test
  void report_binary_areaIsTheShareOfPairsInOrder() {
    SplittableRandom random = new SplittableRandom(7);
    float[] scores = new float[400];
    float[] labels = new float[400];
    for (int i = 0; i < scores.length; i++) {
      labels[i] = random.nextInt(2);
      scores[i] = (float) (0.2 + 0.4 * random.nextDouble() + 0.2 * labels[i]);
    }
    PrequentialMetrics metrics = new PrequentialMetrics(new LabelSettings("y", Type.BINARY));

    metrics.record(column(scores), column(labels));

    assertThat(figure(metrics, "metrics", "auc")).isCloseTo(area(scores, labels), within(1e-3));
  }

  @Test
  void report_classes_scoresTheMostProbableClass() {
    PrequentialMetrics metrics =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(3)));
    Tensor predictions =
        Tensor.of(new float[][] {{.7f, .2f, .1f}, {.3f, .3f, .4f}, {.1f, .8f, .1f}});

    metrics.record(predictions, column(0, 0, 1));

    assertThat(figure(metrics, "metrics", "accuracy")).isCloseTo(2 / 3.0, CLOSE);
    assertThat(figure(metrics, "metrics", "logLoss"))
        .isCloseTo(-(ln(.7) + ln(.3) + ln(.8)) / 3, CLOSE);
    assertThat(figure(metrics, "baselines", "noSkill", "accuracy")).isCloseTo(2 / 3.0, CLOSE);
    assertThat(figure(metrics, "baselines", "noChange", "accuracy")).isCloseTo(1 / 3.0, CLOSE);
  }

  @Test
  void report_numbers_scoresErrorsBesideRunningMeanAndLastLabel() {
    PrequentialMetrics metrics = new PrequentialMetrics(new LabelSettings("y", Type.NUMERIC));

    metrics.record(column(1, 2, 3), column(2, 2, 5));

    assertThat(figure(metrics, "metrics", "mae")).isCloseTo(1, CLOSE);
    assertThat(figure(metrics, "metrics", "rmse")).isCloseTo(Math.sqrt(5 / 3.0), CLOSE);
    assertThat(figure(metrics, "metrics", "r2")).isCloseTo(1 - 5 / 6.0, CLOSE);
    assertThat(figure(metrics, "baselines", "noSkill", "mae")).isCloseTo(5 / 3.0, CLOSE);
    assertThat(figure(metrics, "baselines", "noChange", "mae")).isCloseTo(5 / 3.0, CLOSE);
  }

  @Test
  void report_window_coversTheLastSamplesOnly() {
    PrequentialMetrics metrics = new PrequentialMetrics(new LabelSettings("y", Type.NUMERIC));
    float[] targets = new float[PrequentialMetrics.WINDOW + 500];
    Arrays.fill(targets, 0, 500, 100);

    metrics.record(column(new float[targets.length]), column(targets));

    assertThat(figure(metrics, "window", "mae")).isZero();
    assertThat(figure(metrics, "window", "samples")).isEqualTo(1000);
    assertThat(figure(metrics, "metrics", "mae")).isCloseTo(100 / 3.0, CLOSE);
  }

  @Test
  void restore_midway_goesOnBitForBit() {
    for (Type type : Type.values()) {
      LabelSettings label =
          type == Type.CLASS
              ? LabelSettings.of("y", LabelClasses.numbered(2))
              : new LabelSettings("y", type);
      PrequentialMetrics undisturbed = new PrequentialMetrics(label);
      PrequentialMetrics restored = new PrequentialMetrics(label);
      Tensor predictions = Tensor.of(new float[][] {{.3f, .7f}, {.6f, .4f}, {.2f, .8f}});
      Tensor labels = column(1, 0, 1);

      undisturbed.record(predictions, labels);
      restored.restore(undisturbed.state());
      undisturbed.record(predictions, labels);
      restored.record(predictions, labels);

      assertThat(restored.report()).isEqualTo(undisturbed.report());
    }
  }

  private static double ln(double value) {
    return Math.log(value);
  }

  private static double area(float[] scores, float[] labels) {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (labels[i] > labels[j]) {
          pairs++;
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  private static Tensor column(float... values) {
    return Tensor.wrap(values, Shape.of(values.length, 1));
  }

  private static double figure(PrequentialMetrics metrics, String... path) {
    Object node = metrics.report();
    for (String key : path) {
      node = Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
    }
    return ((Number) node).doubleValue();
  }
}
