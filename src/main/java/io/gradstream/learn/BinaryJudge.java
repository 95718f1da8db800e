package io.gradstream.learn;

import io.gradstream.tensor.Tensor;

/** Judges probabilities; no skill is the base rate so far, (positives + 1) / (count + 2). */
final class BinaryJudge implements Judge {
  private static final int BINS = 1024;

  /** Sure no, sure yes, and all between: what the baselines' answers need. */
  private static final int BASELINE_BINS = 3;

  private double count;
  private double positives;
  private double last = 0.5;

  @Override
  public void judge(Tensor predictions, int row, float label, double[] pairs) {
    put(pairs, MODEL, predictions.data()[row], label);
    put(pairs, NO_SKILL, (positives + 1) / (count + 2), label);
    put(pairs, NO_CHANGE, last, label);
    count++;
    positives += label;
    last = label;
  }

  private static void put(double[] pairs, int at, double probability, float label) {
    pairs[at] = probability;
    pairs[at + 1] = label;
  }

  @Override
  public Score newScore(boolean baseline) {
    return new BinaryScore(baseline ? BASELINE_BINS : BINS);
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
