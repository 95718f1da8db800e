package io.gradstream.learn.metrics;

import io.gradstream.data.LabelSettings;
import io.gradstream.version.NamedState;

/**
 * Scores class probabilities; no skill says the most frequent class so far, with probability (count
 * of class + 1) / (count + classes), by weight.
 */
final class ClassScorer implements Scorer {
  private static final int NONE = -1;
  private static final int MODEL = 2;

  /** Where the class stands that the model says. */
  static final int TOLD = MODEL + 1;

  private static final int NO_SKILL = 4;
  private static final int NO_CHANGE = 6;

  private final LabelSettings label;
  private final double[] counts;
  private double count;
  private int last = NONE;

  ClassScorer(LabelSettings label) {
    this.label = label;
    this.counts = new double[label.classes().count()];
  }

  @Override
  public int length() {
    return 8;
  }

  /** A predictor's log-loss, and behind it the class it says. */
  @Override
  public void score(Predictions predicted, int row, double[] sample) {
    int truth = (int) predicted.label(row);
    int classes = counts.length;
    double weight = predicted.weight(row);
    sample[WEIGHT] = weight;
    sample[TRUTH] = truth;
    sample[MODEL] = predicted.logLoss(row);
    sample[MODEL + 1] = largest(predicted.predictions().data(), row * classes);
    sample[NO_SKILL] = LogLoss.of((counts[truth] + 1) / (count + classes));
    sample[NO_SKILL + 1] = majority();
    sample[NO_CHANGE] = LogLoss.of(last == NONE ? 1.0 / classes : last == truth ? 1 : 0);
    sample[NO_CHANGE + 1] = last;
    counts[truth] += weight;
    count += weight;
    last = truth;
  }

  /** Ties go to the first class, as they do when a consumer takes the largest. */
  private int largest(float[] probabilities, int from) {
    int largest = 0;
    for (int i = 1; i < counts.length; i++) {
      largest = probabilities[from + i] > probabilities[from + largest] ? i : largest;
    }
    return largest;
  }

  private int majority() {
    int majority = 0;
    for (int i = 1; i < counts.length; i++) {
      majority = counts[i] > counts[majority] ? i : majority;
    }
    return majority;
  }

  @Override
  public Score[] newScores() {
    return new Score[] {
      new ClassScore(MODEL, ClassFigures.of(label)),
      new ClassScore(NO_SKILL, ClassFigures.none()),
      new ClassScore(NO_CHANGE, ClassFigures.none())
    };
  }

  @Override
  public Score[] newFadingScores() {
    return new Score[] {
      new ClassScore(MODEL, ClassFigures.none()),
      new ClassScore(NO_SKILL, ClassFigures.none()),
      new ClassScore(NO_CHANGE, ClassFigures.none())
    };
  }

  @Override
  public double[] state() {
    return NamedState.append(new double[] {count, last}, counts);
  }

  @Override
  public void restore(double[] state) {
    count = state[0];
    last = (int) state[1];
    System.arraycopy(state, 2, counts, 0, counts.length);
  }
}
