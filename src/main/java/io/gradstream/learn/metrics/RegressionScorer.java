package io.gradstream.learn.metrics;

/** Scores predicted numbers; no skill is the mean so far, by weight, 0 before the first. */
final class RegressionScorer implements Scorer {
  private static final int MODEL = 2;
  private static final int NO_SKILL = 3;
  private static final int NO_CHANGE = 4;

  private final RunningMean labels = new RunningMean();
  private double last;

  @Override
  public int length() {
    return 5;
  }

  @Override
  public void score(Predictions predicted, int row, double[] sample) {
    double label = predicted.label(row);
    sample[WEIGHT] = predicted.weight(row);
    sample[TRUTH] = label;
    sample[MODEL] = predicted.predictions().data()[row];
    sample[NO_SKILL] = labels.mean;
    sample[NO_CHANGE] = last;
    labels.add(label, sample[WEIGHT]);
    last = label;
  }

  @Override
  public Score[] newScores() {
    return new Score[] {
      new RegressionScore(MODEL), new RegressionScore(NO_SKILL), new RegressionScore(NO_CHANGE)
    };
  }

  @Override
  public Score[] newFadingScores() {
    return newScores();
  }

  @Override
  public double[] state() {
    return new double[] {labels.weight, labels.mean, last};
  }

  @Override
  public void restore(double[] state) {
    labels.weight = state[0];
    labels.mean = state[1];
    last = state[2];
  }
}
