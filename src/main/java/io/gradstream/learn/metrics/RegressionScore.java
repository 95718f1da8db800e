package io.gradstream.learn.metrics;

import io.gradstream.data.Moments;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mean absolute error, root of the mean squared error, and R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)² with ȳ
 * the mean over the samples scored; R² is left out while the targets have not varied.
 */
final class RegressionScore implements Score {
  private final int prediction;
  private final RunningMean targets = new RunningMean();
  private double absolute;
  private double squared;

  /** A score of the predictions that stand there in a scored sample. */
  RegressionScore(int prediction) {
    this.prediction = prediction;
  }

  @Override
  public void add(double[] samples, int at) {
    double weight = samples[at + Scorer.WEIGHT];
    double truth = samples[at + Scorer.TRUTH];
    double error = truth - samples[at + prediction];
    absolute += weight * Math.abs(error);
    squared += weight * error * error;
    targets.add(truth, weight);
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (targets.weight > 0) {
      figures.put("mae", absolute / targets.weight);
      figures.put("rmse", Math.sqrt(squared / targets.weight));
    }
    if (targets.squares > 0) {
      figures.put("r2", 1 - squared / targets.squares);
    }
    return figures;
  }

  @Override
  public void fade(double factor) {
    targets.fade(factor);
    absolute *= factor;
    squared *= factor;
  }

  @Override
  public void reset() {
    targets.reset();
    absolute = 0;
    squared = 0;
  }

  @Override
  public double[] state() {
    return new double[] {targets.weight, targets.mean, targets.squares, absolute, squared};
  }

  @Override
  public void restore(double[] state) {
    targets.weight = state[0];
    targets.mean = state[1];
    targets.squares = state[2];
    absolute = state[3];
    squared = state[4];
  }

  @Override
  public void merge(double[] state) {
    targets.merge(new Moments(state[0], state[1], state[2]));
    absolute += state[3];
    squared += state[4];
  }
}
