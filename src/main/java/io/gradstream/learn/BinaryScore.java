package io.gradstream.learn;

import java.util.LinkedHashMap;
import java.util.Map;

/** Log-loss, accuracy and AUC of predicted probabilities of 1 against labels 0 and 1. */
final class BinaryScore implements Score {
  private final RocHistogram roc;
  private double count;
  private double loss;
  private double hits;

  BinaryScore(int bins) {
    this.roc = new RocHistogram(bins);
  }

  @Override
  public void add(double prediction, double truth) {
    boolean positive = truth > 0.5;
    count++;
    loss += LogLoss.of(positive ? prediction : 1 - prediction);
    hits += prediction >= 0.5 == positive ? 1 : 0;
    roc.add(prediction, positive);
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (count > 0) {
      figures.put("logLoss", loss / count);
      figures.put("accuracy", hits / count);
      figures.put("auc", roc.area());
    }
    return figures;
  }

  @Override
  public double[] state() {
    return roc.appendTo(new double[] {count, loss, hits});
  }

  @Override
  public void restore(double[] state) {
    count = state[0];
    loss = state[1];
    hits = state[2];
    roc.restore(state, 3);
  }
}
