package io.gradstream.learn.metrics;

/**
 * Scores probabilities; no skill is the base rate so far, (positives + 1) / (count + 2), by weight.
 */
final class BinaryScorer implements Scorer {
  static final int SCORE = 2;
  static final int PREDICTION = 3;
  static final int LOSS = 4;
  static final int NO_SKILL = 5;
  static final int NO_CHANGE = 6;

  private double count;
  private double positives;
  private double last = 0.5;

  @Override
  public int length() {
    return 7;
  }

  @Override
  public void score(Predictions predicted, int row, double[] sample) {
    double label = predicted.label(row);
    double weight = predicted.weight(row);
    sample[WEIGHT] = weight;
    sample[TRUTH] = label;
    sample[SCORE] = predicted.score(row);
    sample[PREDICTION] = predicted.predictions().data()[row];
    sample[LOSS] = predicted.logLoss(row);
    sample[NO_SKILL] = (positives + 1) / (count + 2);
    sample[NO_CHANGE] = last;
    count += weight;
    positives += weight * label;
    last = label;
  }

  @Override
  public Score[] newScores() {
    return new Score[] {
      BinaryScore.ofModel(), BinaryScore.ofBaseline(NO_SKILL), BinaryScore.ofBaseline(NO_CHANGE)
    };
  }

  @Override
  public Score[] newFadingScores() {
    return new Score[] {
      BinaryScore.ofModelFading(),
      BinaryScore.ofBaselineFading(NO_SKILL),
      BinaryScore.ofBaselineFading(NO_CHANGE)
    };
  }

  @Override
  public double[] state() {
    return new double[] {count, positives, last};
  }

  @Override
  public void restore(double[] state) {
    count = state[0];
    positives = state[1];
    last = state[2];
  }
}
