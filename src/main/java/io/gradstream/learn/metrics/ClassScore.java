package io.gradstream.learn.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/** Log-loss and accuracy over classes, and how well each of them is told. */
final class ClassScore implements Score {
  private final int loss;
  private final ClassFigures classes;
  private double weightSum;
  private double lossSum;
  private double hitSum;

  /** A score of the predictor whose log-loss stands there, and behind it the class it says. */
  ClassScore(int loss, ClassFigures classes) {
    this.loss = loss;
    this.classes = classes;
  }

  @Override
  public void add(double[] samples, int at) {
    double weight = samples[at + Scorer.WEIGHT];
    int truth = (int) samples[at + Scorer.TRUTH];
    int predicted = (int) samples[at + loss + 1];
    weightSum += weight;
    lossSum += weight * samples[at + loss];
    hitSum += predicted == truth ? weight : 0;
    classes.add(truth, predicted, weight);
  }

  @Override
  public Map<String, Object> figures() {
    return with(weightSum > 0 ? classes.figures() : Map.of());
  }

  @Override
  public Map<String, Object> outline() {
    return with(classes.outline());
  }

  private Map<String, Object> with(Map<String, Object> ofClasses) {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (weightSum > 0) {
      figures.put("logLoss", lossSum / weightSum);
      figures.put("accuracy", hitSum / weightSum);
    }
    if (!ofClasses.isEmpty()) {
      figures.put("classes", ofClasses);
    }
    return figures;
  }

  /** {@inheritDoc} For one without figures of classes. */
  @Override
  public void fade(double factor) {
    weightSum *= factor;
    lossSum *= factor;
    hitSum *= factor;
  }

  @Override
  public void reset() {
    weightSum = 0;
    lossSum = 0;
    hitSum = 0;
    classes.reset();
  }

  @Override
  public double[] state() {
    return classes.appendTo(new double[] {weightSum, lossSum, hitSum});
  }

  @Override
  public void restore(double[] state) {
    weightSum = state[0];
    lossSum = state[1];
    hitSum = state[2];
    classes.restore(state, 3);
  }

  @Override
  public void merge(double[] state) {
    weightSum += state[0];
    lossSum += state[1];
    hitSum += state[2];
    classes.merge(state, 3);
  }
}
