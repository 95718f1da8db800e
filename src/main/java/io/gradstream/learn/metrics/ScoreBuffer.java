package io.gradstream.learn.metrics;

import java.util.Arrays;

/** Scores in the order they came, and sorted where they are asked for; room for {@value #SIZE}. */
final class ScoreBuffer {
  static final int SIZE = 640;

  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private final int[] keys = new int[SIZE];
  private final double[] weights = new double[SIZE];
  private final int[][] sortedKeys = new int[2][SIZE];
  private final double[][] sortedWeights = new double[2][SIZE];
  private final int[] starts = new int[DIGITS];
  private int size;

  /** Takes in a score with its weight, which is negative for a negative and never 0. */
  void add(float score, double weight) {
    // What is added makes one zero of two.
    int bits = Float.floatToIntBits(score + 0f);
    // In the order of the scores when taken as unsigned.
    keys[size] = bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
    weights[size] = weight;
    size++;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == SIZE;
  }

  void clear() {
    size = 0;
  }

  /** Sorts a copy by radix; equal scores stay in the order they came. */
  void sort() {
    int[] from = keys;
    double[] fromWeights = weights;
    for (int shift = 0; shift < Integer.SIZE; shift += DIGIT_BITS) {
      int to = shift / DIGIT_BITS % 2;
      sort(shift, from, fromWeights, sortedKeys[to], sortedWeights[to]);
      from = sortedKeys[to];
      fromWeights = sortedWeights[to];
    }
  }

  private void sort(int shift, int[] from, double[] fromWeights, int[] to, double[] toWeights) {
    Arrays.fill(starts, 0);
    for (int i = 0; i < size; i++) {
      starts[digit(from[i], shift)]++;
    }
    int start = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = starts[digit];
      starts[digit] = start;
      start += count;
    }
    for (int i = 0; i < size; i++) {
      int at = starts[digit(from[i], shift)]++;
      to[at] = from[i];
      toWeights[at] = fromWeights[i];
    }
  }

  private static int digit(int key, int shift) {
    return key >>> shift & DIGITS - 1;
  }

  /** The score at this place of the sorted ones. */
  float score(int place) {
    return score(sortedKeys[1], place);
  }

  private static float score(int[] keys, int place) {
    int key = keys[place];
    return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
  }

  /** Its weight, negative for a negative. */
  double weight(int place) {
    return sortedWeights[1][place];
  }

  double[] appendTo(double[] head) {
    double[] state = Arrays.copyOf(head, head.length + 2 * size);
    for (int i = 0; i < size; i++) {
      state[head.length + 2 * i] = score(keys, i);
      state[head.length + 2 * i + 1] = weights[i];
    }
    return state;
  }

  void restore(double[] state, int from) {
    clear();
    for (int i = from; i < state.length; i += 2) {
      add((float) state[i], state[i + 1]);
    }
  }
}
