package io.gradstream.learn.metrics;

import static io.gradstream.learn.metrics.ScoredPredictions.BINARY;
import static io.gradstream.learn.metrics.ScoredPredictions.CLOSE;
import static io.gradstream.learn.metrics.ScoredPredictions.NUMERIC;
import static io.gradstream.learn.metrics.ScoredPredictions.child;
import static io.gradstream.learn.metrics.ScoredPredictions.column;
import static io.gradstream.learn.metrics.ScoredPredictions.doubles;
import static io.gradstream.learn.metrics.ScoredPredictions.figure;
import static io.gradstream.learn.metrics.ScoredPredictions.figures;
import static io.gradstream.learn.metrics.ScoredPredictions.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.learn.metrics.ExactFigures.Scored;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Mse;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures over long streams are those that a textbook's formulas give of all their samples. */
class TextbookFiguresTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final int COUNT = 1000 + 700;

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
      int from = over.equals("all") ? 0 : COUNT - 1000;
      Map<?, ?> figures = figures(metrics, over);
      ExactFigures.ofLogits(model.subList(from, COUNT))
          .forEach((name, exact) -> assertClose(figures, name, exact));
      requireBaseline(noSkill.subList(from, COUNT), child(figures, "baselines", "noSkill"));
      requireBaseline(noChange.subList(from, COUNT), child(figures, "baselines", "noChange"));
    }
    assertThat(figure(metrics, "window", "samples")).isEqualTo(1000);
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
      int from = over.equals("all") ? 0 : COUNT - 1000;
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
        .isEqualTo(1000);
    assertThat(child(figures, "baselines", "noSkill").containsKey("classes")).isFalse();
  }

  private static void recordOneByOne(
      PrequentialMetrics metrics, Loss loss, float[] outputs, float[] labels, float[] weights) {
    for (int i = 0; i < labels.length; i++) {
      metrics.record(result(loss, column(outputs[i]), column(labels[i]), weights[i]));
    }
  }

  private static void assertClose(Map<?, ?> figures, String name, double exact) {
    assertThat(number(figures, name)).as(name).isCloseTo(exact, CLOSE);
  }

  private static double number(Map<?, ?> figures, String name) {
    return ((Number) Objects.requireNonNull(figures.get(name), name)).doubleValue();
  }

  private static float[] weights(SplittableRandom random, boolean weighted) {
    float[] weights = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      weights[i] = weighted ? (float) (3 * random.nextDouble()) : 1;
    }
    return weights;
  }
}
