package io.gradstream.learn;

import java.util.LinkedHashMap;
import java.util.Map;

/** Accuracy and log-loss over classes; a sample is the true class's probability and 1 for a hit. */
final class ClassScore implements Score {
  private double count;
  private double loss;
  private double hits;

  @Override
  public void add(double prediction, double truth) {
    count++;
    loss += LogLoss.of(prediction);
    hits += truth;
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (count > 0) {
      figures.put("logLoss", loss / count);
      figures.put("accuracy", hits / count);
    }
    return figures;
  }

  @Override
  public double[] state() {
    return new double[] {count, loss, hits};
  }

  @Override
  public void restore(double[] state) {
    count = state[0];
    loss = state[1];
    hits = state[2];
  }
}
