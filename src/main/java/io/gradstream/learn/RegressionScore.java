package io.gradstream.learn;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mean absolute error, root of the mean squared error, and R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)² with ȳ
 * the mean over the samples scored; R² is left out while the targets have not varied.
 */
final class RegressionScore implements Score {
  private final RunningMean targets = new RunningMean();
  private double absolute;
  private double squared;

  @Override
  public void add(double prediction, double truth) {
    double error = truth - prediction;
    absolute += Math.abs(error);
    squared += error * error;
    targets.add(truth);
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (targets.count > 0) {
      figures.put("mae", absolute / targets.count);
      figures.put("rmse", Math.sqrt(squared / targets.count));
    }
    if (targets.squares > 0) {
      figures.put("r2", 1 - squared / targets.squares);
    }
    return figures;
  }

  @Override
  public double[] state() {
    return new double[] {targets.count, targets.mean, targets.squares, absolute, squared};
  }

  @Override
  public void restore(double[] state) {
    targets.count = state[0];
    targets.mean = state[1];
    targets.squares = state[2];
    absolute = state[3];
    squared = state[4];
  }
}
