package io.gradstream.learn.metrics;

import static io.gradstream.learn.metrics.ScoredPredictions.BINARY;
import static io.gradstream.learn.metrics.ScoredPredictions.CLOSE;
import static io.gradstream.learn.metrics.ScoredPredictions.NUMERIC;
import static io.gradstream.learn.metrics.ScoredPredictions.child;
import static io.gradstream.learn.metrics.ScoredPredictions.column;
import static io.gradstream.learn.metrics.ScoredPredictions.figure;
import static io.gradstream.learn.metrics.ScoredPredictions.figures;
import static io.gradstream.learn.metrics.ScoredPredictions.label;
import static io.gradstream.learn.metrics.ScoredPredictions.loss;
import static io.gradstream.learn.metrics.ScoredPredictions.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.nn.Bce;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Mse;
import io.gradstream.nn.Reduction;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrequentialMetricsTest {
  @Test
  void report_binary_scoresTheModelBesideBaseRateAndLastLabel() {
    PrequentialMetrics metrics = new PrequentialMetrics(BINARY);

    metrics.record(probabilities(column(0.8f, 0.4f, 0.6f, 0.1f), column(1, 0, 0, 1)));

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
  void report_classes_scoresTheMostProbableClass() {
    PrequentialMetrics metrics =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(3)));
    Tensor logits =
        Tensor.of(
            new float[][] {
              {(float) ln(.7), (float) ln(.2), (float) ln(.1)},
              {(float) ln(.3), (float) ln(.3), (float) ln(.4)},
              {(float) ln(.1), (float) ln(.8), (float) ln(.1)}
            });

    metrics.record(result(new CrossEntropy(), logits, column(0, 0, 1), 1, 1, 1));

    assertThat(figure(metrics, "metrics", "accuracy")).isCloseTo(2 / 3.0, CLOSE);
    assertThat(figure(metrics, "metrics", "logLoss"))
        .isCloseTo(-(ln(.7) + ln(.3) + ln(.8)) / 3, CLOSE);
    assertThat(figure(metrics, "baselines", "noSkill", "accuracy")).isCloseTo(2 / 3.0, CLOSE);
    assertThat(figure(metrics, "baselines", "noChange", "accuracy")).isCloseTo(1 / 3.0, CLOSE);
  }

  /** Probabilities of float32 are all 1 here: only the logits tell them apart. */
  @Test
  void report_confidentModel_isRankedAndChargedByItsLogits() {
    PrequentialMetrics metrics = new PrequentialMetrics(BINARY);

    metrics.record(
        result(new BceWithLogits(), column(20, 30, 40, 50), column(0, 1, 0, 1), 1, 1, 1, 1));

    assertThat(figure(metrics, "metrics", "auc")).isEqualTo(0.75);
    assertThat(figure(metrics, "metrics", "logLoss")).isCloseTo((20 + 40) / 4.0, CLOSE);
  }

  @Test
  void report_weightedLosses_scoreThePlainLikelihood() {
    PrequentialMetrics binary = new PrequentialMetrics(BINARY);
    PrequentialMetrics classes =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(2)));
    Loss smoothed = new CrossEntropy(0.3, Optional.of(List.of(1.0, 9.0)), Reduction.SUM);

    binary.record(result(new BceWithLogits(7, Reduction.SUM), column(0, 0), column(0, 1), 1, 1));
    classes.record(result(smoothed, Tensor.of(new float[][] {{0, 0}, {0, 0}}), column(0, 1), 1, 1));

    assertThat(figure(binary, "metrics", "logLoss")).isCloseTo(ln(2), CLOSE);
    assertThat(figure(classes, "metrics", "logLoss")).isCloseTo(ln(2), CLOSE);
  }

  @Test
  void report_ofProbabilities_cutsTheirLogarithmsWhereTheirLossDoes() {
    PrequentialMetrics metrics = new PrequentialMetrics(BINARY);

    metrics.record(probabilities(column(1, 1), column(0, 1)));

    assertThat(figure(metrics, "metrics", "logLoss")).isEqualTo(50);
  }

  @Test
  void report_oneClassOnly_hasNoAreaAnywhere() {
    PrequentialMetrics metrics = new PrequentialMetrics(BINARY);

    metrics.record(probabilities(column(0.8f, 0.4f), column(1, 1)));

    for (String over : List.of("all", "window")) {
      Map<?, ?> figures = figures(metrics, over);
      assertThat(figures.containsKey("logLoss")).isTrue();
      assertThat(figures.containsKey("auc")).isFalse();
      assertThat(child(figures, "baselines", "noSkill").containsKey("auc")).isFalse();
      assertThat(child(figures, "baselines", "noChange").containsKey("auc")).isFalse();
    }
  }

  @Test
  void report_otherClassLeftTheWindow_hasAnAreaOverAllSamplesOnly() {
    PrequentialMetrics metrics = new PrequentialMetrics(BINARY);
    float[] labels = new float[1000 + 1];
    Arrays.fill(labels, 1, labels.length, 1);

    metrics.record(probabilities(column(new float[labels.length]), column(labels)));

    assertThat(figures(metrics, "all").containsKey("auc")).isTrue();
    assertThat(figures(metrics, "window").containsKey("auc")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void report_ofNothingThatCounts_hasNoFigures(Type type) {
    PrequentialMetrics metrics = new PrequentialMetrics(label(type));
    Loss loss = loss(type);
    Tensor output = type == Type.CLASS ? Tensor.of(new float[][] {{0, 1}}) : column(1);

    assertThat(figures(metrics, "all").keySet()).hasToString("[window, baselines]");
    metrics.record(result(loss, output, column(1), 0));

    assertThat(figures(metrics, "all").keySet()).hasToString("[window, baselines]");
    assertThat(figures(metrics, "window").keySet()).hasToString("[samples, baselines]");
    assertThat(child(figures(metrics, "all"), "baselines", "noChange").isEmpty()).isTrue();
  }

  @Test
  void report_numbers_scoresErrorsBesideRunningMeanAndLastLabel() {
    PrequentialMetrics metrics = new PrequentialMetrics(NUMERIC);

    metrics.record(result(new Mse(), column(1, 2, 3), column(2, 2, 5), 1, 1, 1));

    assertThat(figure(metrics, "metrics", "mae")).isCloseTo(1, CLOSE);
    assertThat(figure(metrics, "metrics", "rmse")).isCloseTo(Math.sqrt(5 / 3.0), CLOSE);
    assertThat(figure(metrics, "metrics", "r2")).isCloseTo(1 - 5 / 6.0, CLOSE);
    assertThat(figure(metrics, "baselines", "noSkill", "mae")).isCloseTo(5 / 3.0, CLOSE);
    assertThat(figure(metrics, "baselines", "noChange", "mae")).isCloseTo(5 / 3.0, CLOSE);
  }

  @Test
  void report_window_coversTheLastSamplesOnly() {
    PrequentialMetrics metrics = new PrequentialMetrics(NUMERIC);
    float[] targets = new float[1000 + 500];
    Arrays.fill(targets, 0, 500, 100);
    float[] weights = new float[targets.length];
    Arrays.fill(weights, 1);

    metrics.record(result(new Mse(), column(new float[targets.length]), column(targets), weights));

    assertThat(figure(metrics, "window", "mae")).isZero();
    assertThat(figure(metrics, "window", "samples")).isEqualTo(1000);
    assertThat(figures(metrics, "window").containsKey("r2")).isFalse();
    assertThat(figure(metrics, "metrics", "mae")).isCloseTo(100 / 3.0, CLOSE);
  }

  private static double ln(double value) {
    return Math.log(value);
  }

  private static Predictions probabilities(Tensor probabilities, Tensor targets) {
    float[] weights = new float[targets.rows()];
    Arrays.fill(weights, 1);
    return result(new Bce(), probabilities, targets, weights);
  }
}
