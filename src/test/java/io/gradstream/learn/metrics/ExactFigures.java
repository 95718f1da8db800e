package io.gradstream.learn.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Figures as a textbook has them, over all samples at once and by weight. */
final class ExactFigures {
  private ExactFigures() {}

  /**
   * A scored sample.
   *
   * @param score what ranks it
   * @param probability what was given to 1
   * @param label 0 or 1
   */
  record Scored(double score, double probability, double label, double weight) {}

  /** The share of pairs in order, ties half. */
  static double auc(List<Scored> samples) {
    TreeMap<Double, double[]> byScore = new TreeMap<>();
    for (Scored sample : samples) {
      double[] sums = byScore.computeIfAbsent(sample.score() + 0.0, score -> new double[2]);
      sums[(int) sample.label()] += sample.weight();
    }
    double won = 0;
    double below = 0;
    double positives = 0;
    for (double[] sums : byScore.values()) {
      won += sums[1] * (below + sums[0] / 2);
      below += sums[0];
      positives += sums[1];
    }
    return won / (positives * below);
  }

  static double mean(double[] values, double[] weights) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
      count += weights[i];
    }
    return sum / count;
  }

  static Map<String, Double> ofNumbers(double[] predictions, double[] labels, double[] weights) {
    double[] absolute = new double[labels.length];
    double[] squared = new double[labels.length];
    double[] apart = new double[labels.length];
    double mean = mean(labels, weights);
    for (int i = 0; i < labels.length; i++) {
      absolute[i] = Math.abs(labels[i] - predictions[i]);
      squared[i] = Math.pow(labels[i] - predictions[i], 2);
      apart[i] = Math.pow(labels[i] - mean, 2);
    }
    return Map.of(
        "mae", mean(absolute, weights),
        "rmse", Math.sqrt(mean(squared, weights)),
        "r2", 1 - mean(squared, weights) / mean(apart, weights));
  }

  /** Log-loss, accuracy and AUC; the log-loss from the score as a logit. */
  static Map<String, Double> ofLogits(List<Scored> samples) {
    double[] weights = samples.stream().mapToDouble(Scored::weight).toArray();
    double[] losses =
        samples.stream()
            .mapToDouble(s -> Math.log1p(Math.exp(s.label() == 1 ? -s.score() : s.score())))
            .toArray();
    return Map.of(
        "logLoss", mean(losses, weights),
        "accuracy", accuracy(samples),
        "auc", auc(samples));
  }

  static double accuracy(List<Scored> samples) {
    return mean(
        samples.stream()
            .mapToDouble(s -> (s.probability() >= 0.5) == (s.label() == 1) ? 1 : 0)
            .toArray(),
        samples.stream().mapToDouble(Scored::weight).toArray());
  }

  /** The log-loss of probabilities, of which 0 counts as 2^-23. */
  static double logLoss(List<Scored> samples) {
    return mean(
        samples.stream()
            .mapToDouble(s -> s.label() == 1 ? s.probability() : 1 - s.probability())
            .map(p -> -Math.log(p == 0 ? 0x1p-23 : p))
            .toArray(),
        samples.stream().mapToDouble(Scored::weight).toArray());
  }
}
