package io.gradstream.learn.metrics;

import java.util.Arrays;

/**
 * Bins of scores in ascending order: the lowest and the highest score of each, and the weight of
 * positives and of negatives in it. Between two bins there is nothing.
 */
final class ScoreBins {
  private static final int NUMBERS = 4;

  private final float[] lows;
  private final float[] highs;
  private final double[] positives;
  private final double[] negatives;
  private int size;

  ScoreBins(int capacity) {
    this.lows = new float[capacity];
    this.highs = new float[capacity];
    this.positives = new double[capacity];
    this.negatives = new double[capacity];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  private void append(float low, float high, double positive, double negative) {
    lows[size] = low;
    highs[size] = high;
    positives[size] = positive;
    negatives[size] = negative;
    size++;
  }

  /**
   * Becomes what other bins are with further scores.
   *
   * @param mostPositive the weight of positives that a bin of several scores takes further ones up
   *     to
   * @param mostNegative the same of negatives; beyond either the bin is cut
   */
  void merge(ScoreBins bins, ScoreBuffer scores, double mostPositive, double mostNegative) {
    clear();
    scores.sort();
    int bin = 0;
    int i = 0;
    while (i < scores.size()) {
      float score = scores.score(i);
      double positive = 0;
      double negative = 0;
      for (; i < scores.size() && scores.score(i) == score; i++) {
        double weight = scores.weight(i);
        positive += Math.max(weight, 0);
        negative += Math.max(-weight, 0);
      }
      bin = appendUpTo(score, bins, bin);
      put(score, positive, negative, mostPositive, mostNegative);
    }
    appendUpTo(Float.POSITIVE_INFINITY, bins, bin);
  }

  /** Appends others' bins, from one on, that begin with this score or below; gives the next. */
  private int appendUpTo(float score, ScoreBins from, int first) {
    float[] fromLows = from.lows;
    int next = first;
    while (next < from.size && fromLows[next] <= score) {
      next++;
    }
    int count = next - first;
    System.arraycopy(fromLows, first, lows, size, count);
    System.arraycopy(from.highs, first, highs, size, count);
    System.arraycopy(from.positives, first, positives, size, count);
    System.arraycopy(from.negatives, first, negatives, size, count);
    size += count;
    return next;
  }

  /** Puts a score that is not below the last bin into it, behind it, or between its halves. */
  private void put(
      float score, double positive, double negative, double mostPositive, double mostNegative) {
    int last = size - 1;
    if (size == 0 || score > highs[last]) {
      append(score, score, positive, negative);
    } else if (lows[last] == highs[last]
        || (positives[last] + positive <= mostPositive
            && negatives[last] + negative <= mostNegative)) {
      positives[last] += positive;
      negatives[last] += negative;
    } else {
      cut(score, positive, negative);
    }
  }

  /** Cuts the last bin in two, for a score to stand between. */
  private void cut(float score, double positive, double negative) {
    size--;
    float low = lows[size];
    float high = highs[size];
    double below = ((double) score - low) / ((double) high - low);
    double positiveBelow = below * positives[size];
    double negativeBelow = below * negatives[size];
    double positiveAbove = positives[size] - positiveBelow;
    double negativeAbove = negatives[size] - negativeBelow;
    if (score > low) {
      append(low, Math.nextDown(score), positiveBelow, negativeBelow);
    }
    append(score, score, positive, negative);
    if (score < high) {
      append(Math.nextUp(score), high, positiveAbove, negativeAbove);
    }
  }

  /**
   * Makes one bin of neighbours while it holds no more than this weight of either class.
   *
   * @param widest how many times as wide as both gaps beside it a gap may be that is closed
   */
  void join(double mostPositive, double mostNegative, double widest) {
    int joined = 0;
    double before = 0;
    double gap = gap(1);
    for (int bin = 1; bin < size; bin++) {
      double behind = gap(bin + 1);
      double positive = positives[joined] + positives[bin];
      double negative = negatives[joined] + negatives[bin];
      boolean fits =
          positive <= mostPositive
              && negative <= mostNegative
              && gap <= widest * Math.max(before, behind);
      joined += fits ? 0 : 1;
      lows[joined] = fits ? lows[joined] : lows[bin];
      highs[joined] = highs[bin];
      positives[joined] = fits ? positive : positives[bin];
      negatives[joined] = fits ? negative : negatives[bin];
      before = gap;
      gap = behind;
    }
    size = Math.min(size, joined + 1);
  }

  private double gap(int bin) {
    return bin < size ? (double) lows[bin] - highs[bin - 1] : 0;
  }

  /** The probability that a positive is above a negative; NaN while one of them is missing. */
  double area() {
    double won = 0;
    double below = 0;
    double positive = 0;
    for (int bin = 0; bin < size; bin++) {
      won += positives[bin] * (below + negatives[bin] / 2);
      below += negatives[bin];
      positive += positives[bin];
    }
    return won / (positive * below);
  }

  double[] appendTo(double[] head) {
    double[] state = Arrays.copyOf(head, head.length + NUMBERS * size);
    for (int bin = 0; bin < size; bin++) {
      int at = head.length + NUMBERS * bin;
      state[at] = lows[bin];
      state[at + 1] = highs[bin];
      state[at + 2] = positives[bin];
      state[at + 3] = negatives[bin];
    }
    return state;
  }

  /** Goes on from so many bins that were appended; gives where they end. */
  int restore(double[] state, int from, int bins) {
    clear();
    int at = from;
    for (int bin = 0; bin < bins; bin++, at += NUMBERS) {
      append((float) state[at], (float) state[at + 1], state[at + 2], state[at + 3]);
    }
    return at;
  }

  /** Adds the weights of every bin to a ranking, at the middle of the bin. */
  void addTo(Ranking ranking) {
    for (int bin = 0; bin < size; bin++) {
      float middle = (float) (((double) lows[bin] + highs[bin]) / 2);
      ranking.add(middle, true, positives[bin]);
      ranking.add(middle, false, negatives[bin]);
    }
  }
}
