package io.gradstream.learn;

import io.gradstream.tensor.Tensor;

/**
 * Judges class probabilities; no skill says the most frequent class so far, with probability (count
 * of class + 1) / (count + classes).
 */
final class ClassJudge implements Judge {
  private static final int NONE = -1;

  private final double[] counts;
  private double count;
  private int last = NONE;

  ClassJudge(int classes) {
    this.counts = new double[classes];
  }

  @Override
  public void judge(Tensor predictions, int row, float label, double[] pairs) {
    int truth = (int) label;
    int classes = counts.length;
    int at = row * classes;
    pairs[MODEL] = predictions.data()[at + truth];
    pairs[MODEL + 1] = isLargest(predictions.data(), at, truth) ? 1 : 0;
    pairs[NO_SKILL] = (counts[truth] + 1) / (count + classes);
    pairs[NO_SKILL + 1] = isMajority(truth) ? 1 : 0;
    pairs[NO_CHANGE] = last == NONE ? 1.0 / classes : last == truth ? 1 : 0;
    pairs[NO_CHANGE + 1] = last == truth ? 1 : 0;
    counts[truth]++;
    count++;
    last = truth;
  }

  /** Ties go to the first class, as they do when a consumer takes the largest. */
  private boolean isLargest(float[] probabilities, int from, int truth) {
    for (int i = 0; i < counts.length; i++) {
      float rival = probabilities[from + i];
      float own = probabilities[from + truth];
      if (rival > own || (rival == own && i < truth)) {
        return false;
      }
    }
    return true;
  }

  private boolean isMajority(int truth) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > counts[truth] || (counts[i] == counts[truth] && i < truth)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Score newScore(boolean baseline) {
    return new ClassScore();
  }

  @Override
  public double[] state() {
    double[] state = new double[counts.length + 2];
    System.arraycopy(counts, 0, state, 2, counts.length);
    state[0] = count;
    state[1] = last;
    return state;
  }

  @Override
  public void restore(double[] state) {
    count = state[0];
    last = (int) state[1];
    System.arraycopy(state, 2, counts, 0, counts.length);
  }
}
