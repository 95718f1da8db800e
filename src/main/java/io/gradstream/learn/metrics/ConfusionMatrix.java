package io.gradstream.learn.metrics;

import io.gradstream.data.LabelSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What was predicted of the samples of each class, for a label of few classes, by weight. */
final class ConfusionMatrix implements SampleTally {
  /** More classes are no picture any more, and a version has to stay small. */
  static final int MOST_CLASSES = 20;

  private static final List<String> NO_AND_YES = List.of("0", "1");

  private final boolean binary;
  private final List<String> names;
  private final double[][] weights;

  /** An empty one of a label that is one of several, or of two. */
  ConfusionMatrix(LabelSettings label) {
    this.binary = label.type() == LabelSettings.Type.BINARY;
    this.names = binary ? namesOfTwo(label) : namesOf(label);
    this.weights = new double[names.size()][names.size()];
  }

  /** Whether a label's classes are few enough. */
  static boolean isFor(LabelSettings label) {
    return switch (label.type()) {
      case NUMERIC -> false;
      case BINARY -> true;
      case CLASS -> label.classes().count() <= MOST_CLASSES;
    };
  }

  private static List<String> namesOfTwo(LabelSettings label) {
    return label.words().isEmpty() ? NO_AND_YES : label.words();
  }

  private static List<String> namesOf(LabelSettings label) {
    return IntStream.range(0, label.classes().count()).mapToObj(label::className).toList();
  }

  @Override
  public void add(double[] samples, int at) {
    double truth = samples[at + Scorer.TRUTH];
    double weight = samples[at + Scorer.WEIGHT];
    if (binary) {
      int told = samples[at + BinaryScorer.PREDICTION] >= 0.5 ? 1 : 0;
      weights[truth > 0.5 ? 1 : 0][told] += weight;
    } else {
      weights[(int) truth][(int) samples[at + ClassScorer.TOLD]] += weight;
    }
  }

  /** Whether nothing has counted yet. */
  boolean isEmpty() {
    return Arrays.stream(weights).flatMapToDouble(Arrays::stream).sum() == 0;
  }

  /** The classes, and a row for each with what was predicted of its samples. */
  Map<String, Object> figures() {
    return figures(Arrays.stream(weights).map(row -> Arrays.stream(row).boxed().toList()));
  }

  /** The longest that it could become. */
  Map<String, Object> outline() {
    double[] longest = new double[names.size()];
    Arrays.fill(longest, ClassFigures.LONGEST);
    List<Double> row = Arrays.stream(longest).boxed().toList();
    return figures(names.stream().map(each -> row));
  }

  private Map<String, Object> figures(Stream<List<Double>> rows) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("classes", names);
    figures.put("rows", rows.toList());
    return figures;
  }
}
