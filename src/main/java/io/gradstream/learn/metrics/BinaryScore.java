package io.gradstream.learn.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/** Log-loss, accuracy and AUC of predicted probabilities of 1 against labels 0 and 1. */
final class BinaryScore implements Score {
  private static final int BY_PREDICTION = -1;

  private final int prediction;
  private final int score;
  private final int loss;
  private final Ranking ranking;
  private double weightSum;
  private double lossSum;
  private double hitSum;

  private BinaryScore(int prediction, int score, int loss, Ranking ranking) {
    this.prediction = prediction;
    this.score = score;
    this.loss = loss;
    this.ranking = ranking;
  }

  static BinaryScore ofModel() {
    return new BinaryScore(
        BinaryScorer.PREDICTION, BinaryScorer.SCORE, BinaryScorer.LOSS, new RocCurve());
  }

  /** A score of the model that may fade, without a ranking. */
  static BinaryScore ofModelFading() {
    return new BinaryScore(
        BinaryScorer.PREDICTION, BinaryScorer.SCORE, BinaryScorer.LOSS, new Unranked());
  }

  /** The same of a baseline. */
  static BinaryScore ofBaselineFading(int prediction) {
    return new BinaryScore(prediction, prediction, BY_PREDICTION, new Unranked());
  }

  /** The score of a baseline whose predictions stand there. */
  static BinaryScore ofBaseline(int prediction) {
    return new BinaryScore(prediction, prediction, BY_PREDICTION, new SureRanking());
  }

  @Override
  public void add(double[] samples, int at) {
    double weight = samples[at + Scorer.WEIGHT];
    boolean positive = samples[at + Scorer.TRUTH] > 0.5;
    double probability = samples[at + prediction];
    weightSum += weight;
    lossSum +=
        weight
            * (loss == BY_PREDICTION
                ? LogLoss.of(positive ? probability : 1 - probability)
                : samples[at + loss]);
    hitSum += probability >= 0.5 == positive ? weight : 0;
    ranking.add(samples[at + score], positive, weight);
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (weightSum > 0) {
      figures.put("logLoss", lossSum / weightSum);
      figures.put("accuracy", hitSum / weightSum);
    }
    double area = ranking.area();
    if (!Double.isNaN(area)) {
      figures.put("auc", area);
    }
    return figures;
  }

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
    ranking.reset();
  }

  @Override
  public double[] state() {
    return ranking.appendTo(new double[] {weightSum, lossSum, hitSum});
  }

  @Override
  public void restore(double[] state) {
    weightSum = state[0];
    lossSum = state[1];
    hitSum = state[2];
    ranking.restore(state, 3);
  }

  @Override
  public void merge(double[] state) {
    weightSum += state[0];
    lossSum += state[1];
    hitSum += state[2];
    ranking.merge(state, 3);
  }
}
