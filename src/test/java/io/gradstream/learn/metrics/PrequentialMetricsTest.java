package io.gradstream.learn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.learn.metrics.ExactFigures.Scored;
import io.gradstream.nn.Bce;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Mse;
import io.gradstream.nn.Reduction;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrequentialMetricsTest {
  private static final Offset<Double> CLOSE = within(1e-6);
  private static final Offset<Double> EXACT = within(1e-9);
  private static final LabelSettings BINARY = new LabelSettings("y", Type.BINARY);
  private static final LabelSettings NUMERIC = new LabelSettings("y", Type.NUMERIC);
  private static final int COUNT = PrequentialMetrics.WINDOW + 700;

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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void report_binaryStream_hasTheFiguresOfATextbook(boolean weighted) {
    PrequentialMetrics metrics = new PrequentialMetrics(BINARY);
    SplittableRandom random = new SplittableRandom(7);
    float[] weights = weights(random, weighted);
    float[] labels = new float[COUNT];
    float[] logits = new float[COUNT];
    List<Scored> model = new ArrayList<>();
    List<Scored> noSkill = new ArrayList<>();
    List<Scored> noChange = new ArrayList<>();
    double count = 0;
    double positives = 0;
    double last = 0.5;
    for (int i = 0; i < COUNT; i++) {
      labels[i] = random.nextInt(4) == 0 ? 1 : 0;
      logits[i] = (float) (3 * random.nextGaussian() + 2 * labels[i] - 1);
      double probability = 1 / (1 + Math.exp(-logits[i]));
      model.add(new Scored(logits[i], probability, labels[i], weights[i]));
      double rate = (positives + 1) / (count + 2);
      noSkill.add(new Scored(0, rate, labels[i], weights[i]));
      noChange.add(new Scored(last, last, labels[i], weights[i]));
      count += weights[i];
      positives += weights[i] * labels[i];
      last = labels[i];
    }

    recordOneByOne(metrics, new BceWithLogits(), logits, labels, weights);

    for (String over : List.of("all", "window")) {
      int from = over.equals("all") ? 0 : COUNT - PrequentialMetrics.WINDOW;
      Map<?, ?> figures = figures(metrics, over);
      ExactFigures.ofLogits(model.subList(from, COUNT))
          .forEach((name, exact) -> assertClose(figures, name, exact));
      requireBaseline(noSkill.subList(from, COUNT), child(figures, "baselines", "noSkill"));
      requireBaseline(noChange.subList(from, COUNT), child(figures, "baselines", "noChange"));
    }
    assertThat(figure(metrics, "window", "samples")).isEqualTo(PrequentialMetrics.WINDOW);
  }

  private static void requireBaseline(List<Scored> exact, Map<?, ?> figures) {
    assertClose(figures, "logLoss", ExactFigures.logLoss(exact));
    assertClose(figures, "accuracy", ExactFigures.accuracy(exact));
    assertClose(figures, "auc", ExactFigures.auc(exact));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void report_streamOfNumbers_hasTheFiguresOfATextbook(boolean weighted) {
    PrequentialMetrics metrics = new PrequentialMetrics(NUMERIC);
    SplittableRandom random = new SplittableRandom(8);
    float[] weights = weights(random, weighted);
    float[] labels = new float[COUNT];
    float[] predictions = new float[COUNT];
    double[] noSkill = new double[COUNT];
    double[] noChange = new double[COUNT];
    double sum = 0;
    double count = 0;
    for (int i = 0; i < COUNT; i++) {
      labels[i] = (float) (10 + random.nextGaussian());
      predictions[i] = (float) (labels[i] + random.nextGaussian());
      noSkill[i] = i == 0 ? 0 : sum / count;
      noChange[i] = i == 0 ? 0 : labels[i - 1];
      sum += (double) weights[i] * labels[i];
      count += weights[i];
    }

    recordOneByOne(metrics, new Mse(), predictions, labels, weights);

    for (String over : List.of("all", "window")) {
      int from = over.equals("all") ? 0 : COUNT - PrequentialMetrics.WINDOW;
      Map<?, ?> figures = figures(metrics, over);
      requireNumbers(from, doubles(predictions), labels, weights, figures);
      requireNumbers(from, noSkill, labels, weights, child(figures, "baselines", "noSkill"));
      requireNumbers(from, noChange, labels, weights, child(figures, "baselines", "noChange"));
    }
  }

  private static void requireNumbers(
      int from, double[] predictions, float[] labels, float[] weights, Map<?, ?> figures) {
    ExactFigures.ofNumbers(
            Arrays.copyOfRange(predictions, from, COUNT),
            Arrays.copyOfRange(doubles(labels), from, COUNT),
            Arrays.copyOfRange(doubles(weights), from, COUNT))
        .forEach((name, exact) -> assertClose(figures, name, exact));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void report_streamOfClasses_hasTheFiguresOfATextbook(boolean weighted) {
    int classes = 4;
    PrequentialMetrics metrics =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(4)));
    SplittableRandom random = new SplittableRandom(9);
    float[] weights = weights(random, weighted);
    double[][] confusion = new double[classes][classes];
    double[] counts = new double[classes];
    double loss = 0;
    for (int i = 0; i < COUNT; i++) {
      int truth = random.nextInt(3);
      float[] logits = new float[classes];
      for (int j = 0; j < classes - 1; j++) {
        logits[j] = (float) (random.nextGaussian() + (j == truth ? 1 : 0));
      }
      int predicted = 0;
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        predicted = logits[j] > logits[predicted] ? j : predicted;
        sum += Math.exp(logits[j]);
      }
      confusion[truth][predicted] += weights[i];
      counts[truth]++;
      loss += weights[i] * (Math.log(sum) - logits[truth]);
      metrics.record(
          result(new CrossEntropy(), Tensor.of(new float[][] {logits}), column(truth), weights[i]));
    }

    double total = Arrays.stream(confusion).flatMapToDouble(Arrays::stream).sum();
    double hits = confusion[0][0] + confusion[1][1] + confusion[2][2];
    Map<?, ?> figures = figures(metrics, "all");
    assertThat(number(figures, "logLoss")).isCloseTo(loss / total, CLOSE);
    assertThat(number(figures, "accuracy")).isCloseTo(hits / total, EXACT);
    for (int i = 0; i < classes - 1; i++) {
      Map<?, ?> ofClass = child(figures, "classes", Integer.toString(i));
      double predicted = confusion[0][i] + confusion[1][i] + confusion[2][i];
      assertThat(number(ofClass, "samples")).isEqualTo(counts[i]);
      assertThat(number(ofClass, "recall"))
          .isCloseTo(confusion[i][i] / Arrays.stream(confusion[i]).sum(), EXACT);
      assertThat(number(ofClass, "precision")).isCloseTo(confusion[i][i] / predicted, EXACT);
    }
    Map<?, ?> unseen = child(figures, "classes", "3");
    assertThat(number(unseen, "samples")).isZero();
    assertThat(unseen.containsKey("recall")).isFalse();
    assertThat(number(unseen, "precision")).isZero();
    Map<?, ?> recent = child(figures(metrics, "window"), "classes");
    assertThat(
            recent.values().stream().mapToDouble(each -> number((Map<?, ?>) each, "samples")).sum())
        .isEqualTo(PrequentialMetrics.WINDOW);
    assertThat(child(figures, "baselines", "noSkill").containsKey("classes")).isFalse();
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
    float[] labels = new float[PrequentialMetrics.WINDOW + 1];
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
    float[] targets = new float[PrequentialMetrics.WINDOW + 500];
    Arrays.fill(targets, 0, 500, 100);
    float[] weights = new float[targets.length];
    Arrays.fill(weights, 1);

    metrics.record(result(new Mse(), column(new float[targets.length]), column(targets), weights));

    assertThat(figure(metrics, "window", "mae")).isZero();
    assertThat(figure(metrics, "window", "samples")).isEqualTo(1000);
    assertThat(figures(metrics, "window").containsKey("r2")).isFalse();
    assertThat(figure(metrics, "metrics", "mae")).isCloseTo(100 / 3.0, CLOSE);
  }

  @Test
  void outline_ofClasses_isAsLongAsTheirFiguresCanBecome() {
    PrequentialMetrics few =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(30)));
    PrequentialMetrics many =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(9000)));

    assertThat(child(few.outline(), "classes").size()).isEqualTo(30);
    assertThat(child(few.outline(), "window", "classes").toString())
        .contains("29={samples=9007199254740992, recall=1.2345678901234567E-100");
    assertThat(many.outline().containsKey("classes")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void restore_midway_goesOnBitForBit(Type type) {
    PrequentialMetrics undisturbed = new PrequentialMetrics(label(type));
    PrequentialMetrics restored = new PrequentialMetrics(label(type));
    Tensor output =
        type == Type.CLASS
            ? Tensor.of(new float[][] {{.3f, .7f}, {.6f, .4f}, {.2f, .8f}})
            : column(.3f, .6f, .2f);
    Predictions result = result(loss(type), output, column(1, 0, 1), 0.5f, 2, 1);

    for (int i = 0; i < 500; i++) {
      undisturbed.record(result);
    }
    restored.restore(undisturbed.state());
    undisturbed.record(result);
    restored.record(result);

    assertThat(restored.report()).isEqualTo(undisturbed.report());
    assertThat(restored.state().keySet()).isEqualTo(undisturbed.state().keySet());
    restored
        .state()
        .forEach((name, numbers) -> assertThat(undisturbed.state().get(name)).isEqualTo(numbers));
  }

  /** What a record of state leaves room for beside what a fresh learner has in it. */
  @ParameterizedTest
  @EnumSource(Type.class)
  void state_ofALongStream_growsByLessThanARecordHasRoomFor(Type type) {
    PrequentialMetrics metrics = new PrequentialMetrics(label(type));
    SplittableRandom random = new SplittableRandom(3);
    int fresh = numbers(metrics);
    int most = 0;

    for (int i = 0; i < 20_000; i++) {
      float score = (float) random.nextGaussian();
      Tensor output = type == Type.CLASS ? Tensor.of(new float[][] {{0, score}}) : column(score);
      metrics.record(result(loss(type), output, column(random.nextInt(2)), 1));
      most = i % 97 == 0 ? Math.max(most, numbers(metrics)) : most;
    }

    assertThat((most - fresh) * Double.BYTES).isLessThan(128 << 10);
  }

  private static int numbers(PrequentialMetrics metrics) {
    return metrics.state().values().stream().mapToInt(each -> each.length).sum();
  }

  private static LabelSettings label(Type type) {
    return type == Type.CLASS
        ? LabelSettings.of("y", LabelClasses.numbered(2))
        : new LabelSettings("y", type);
  }

  private static Loss loss(Type type) {
    return switch (type) {
      case NUMERIC -> new Mse();
      case BINARY -> new BceWithLogits();
      case CLASS -> new CrossEntropy();
    };
  }

  private static float[] weights(SplittableRandom random, boolean weighted) {
    float[] weights = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      weights[i] = weighted ? (float) (3 * random.nextDouble()) : 1;
    }
    return weights;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static double ln(double value) {
    return Math.log(value);
  }

  private static Tensor column(float... values) {
    return Tensor.wrap(values, Shape.of(values.length, 1));
  }

  private static Predictions probabilities(Tensor probabilities, Tensor targets) {
    float[] weights = new float[targets.rows()];
    Arrays.fill(weights, 1);
    return result(new Bce(), probabilities, targets, weights);
  }

  private static Predictions result(Loss loss, Tensor output, Tensor targets, float... weights) {
    Tensor predictions = Tensor.zeros(output.capacity());
    loss.predict(output, predictions);
    return new Predicted(loss, output, predictions, targets, doubles(weights));
  }

  private static void recordOneByOne(
      PrequentialMetrics metrics, Loss loss, float[] outputs, float[] labels, float[] weights) {
    for (int i = 0; i < labels.length; i++) {
      metrics.record(result(loss, column(outputs[i]), column(labels[i]), weights[i]));
    }
  }

  /** The figures over all samples, or over the window, with the baselines beside them. */
  private static Map<?, ?> figures(PrequentialMetrics metrics, String over) {
    return over.equals("all") ? metrics.figures() : child(metrics.figures(), over);
  }

  private static Map<?, ?> child(Map<?, ?> tree, String... path) {
    Object node = tree;
    for (String key : path) {
      node = Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
    }
    return (Map<?, ?>) node;
  }

  private static void assertClose(Map<?, ?> figures, String name, double exact) {
    assertThat(number(figures, name)).as(name).isCloseTo(exact, CLOSE);
  }

  private static double number(Map<?, ?> figures, String name) {
    return ((Number) Objects.requireNonNull(figures.get(name), name)).doubleValue();
  }

  private static double figure(PrequentialMetrics metrics, String... path) {
    Object node = metrics.report();
    for (String key : path) {
      node = Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
    }
    return ((Number) node).doubleValue();
  }

  /** What a step gives to the metrics. */
  private record Predicted(
      Loss loss, Tensor output, Tensor predictions, Tensor targets, double[] weights)
      implements Predictions {
    @Override
    public int rows() {
      return targets.rows();
    }

    @Override
    public double label(int row) {
      return targets.data()[row];
    }

    @Override
    public double weight(int row) {
      return weights[row];
    }

    @Override
    public double score(int row) {
      return output.data()[row];
    }

    @Override
    public double logLoss(int row) {
      return loss.negativeLogLikelihood(output, targets, row);
    }
  }
}
