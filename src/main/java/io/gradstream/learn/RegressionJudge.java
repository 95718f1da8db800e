package io.gradstream.learn;

import io.gradstream.tensor.Tensor;

/** Judges predicted numbers; no skill is the mean so far, 0 before the first. */
final class RegressionJudge implements Judge {
  private double count;
  private double mean;
  private double last;

  @Override
  public void judge(Tensor predictions, int row, float label, double[] pairs) {
    put(pairs, MODEL, predictions.data()[row], label);
    put(pairs, NO_SKILL, mean, label);
    put(pairs, NO_CHANGE, last, label);
    count++;
    mean += (label - mean) / count;
    last = label;
  }

  private static void put(double[] pairs, int at, double prediction, float label) {
    pairs[at] = prediction;
    pairs[at + 1] = label;
  }

  @Override
  public Score newScore(boolean baseline) {
    return new RegressionScore();
  }

  @Override
  public double[] state() {
    return new double[] {count, mean, last};
  }

  @Override
  public void restore(double[] state) {
    count = state[0];
    mean = state[1];
    last = state[2];
  }
}
