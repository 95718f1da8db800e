package io.gradstream.learn.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often what was predicted with a probability came true, by {@value #BINS} bins of equal width:
 * a reliability diagram (DeGroot and Fienberg, The Comparison and Evaluation of Forecasters, 1983).
 */
final class Calibration implements SampleTally {
  private static final int BINS = 10;

  private final long[] samples = new long[BINS];
  private final double[] weights = new double[BINS];
  private final double[] predicted = new double[BINS];
  private final double[] observed = new double[BINS];

  @Override
  public void add(double[] scored, int at) {
    double weight = scored[at + Scorer.WEIGHT];
    double probability = scored[at + BinaryScorer.PREDICTION];
    int bin = Math.min((int) (probability * BINS), BINS - 1);
    samples[bin]++;
    weights[bin] += weight;
    predicted[bin] += weight * probability;
    observed[bin] += scored[at + Scorer.TRUTH] > 0.5 ? weight : 0;
  }

  /** Whether nothing has counted yet. */
  boolean isEmpty() {
    return Arrays.stream(weights).sum() == 0;
  }

  /** The bins that have samples, each with the mean prediction and the share of ones, by weight. */
  List<Map<String, Object>> figures() {
    List<Map<String, Object>> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (weights[bin] > 0) {
        bins.add(tree(samples[bin], predicted[bin] / weights[bin], observed[bin] / weights[bin]));
      }
    }
    return bins;
  }

  /** The longest that they could become. */
  static List<Map<String, Object>> outline() {
    return Collections.nCopies(
        BINS, tree(Integer.MAX_VALUE, ClassFigures.LONGEST, ClassFigures.LONGEST));
  }

  private static Map<String, Object> tree(long samples, double predicted, double observed) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("samples", samples);
    tree.put("predicted", predicted);
    tree.put("observed", observed);
    return tree;
  }
}
