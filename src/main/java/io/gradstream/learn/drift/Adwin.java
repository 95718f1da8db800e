package io.gradstream.learn.drift;

import java.util.Arrays;

/**
 * An adaptive window over a stream of numbers, which drops its older part when the newer one has
 * another mean (Bifet and Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, 2007):
 * ADWIN2, in an exponential histogram of {@value #WIDTH} buckets a row, with the bound by the
 * variance. Allocates nothing.
 */
final class Adwin implements Detector {
  /** Buckets of one size; one more makes one of two of them. */
  private static final int WIDTH = 5;

  /** Of 5 · 2^31 numbers and more the window forgets the oldest. */
  private static final int ROWS = 32;

  /**
   * How many samples are learned between two looks for a cut: each is a walk over the buckets, and
   * a step over many samples has the time for it.
   */
  private static final int EVERY_SAMPLES = 64;

  /** The fewest numbers on either side of a cut. */
  private static final int LEAST = 10;

  private final double delta;
  private final int[] counts = new int[ROWS];
  private final double[] sums = new double[ROWS * (WIDTH + 1)];
  private final double[] squares = new double[ROWS * (WIDTH + 1)];
  private long numbers;
  private double sum;
  private double deviations;
  private long lookedAt;

  /** An empty window whose cuts are wrong with this probability at most. */
  Adwin(double delta) {
    this.delta = delta;
  }

  /** {@inheritDoc} What was before a change is dropped. */
  @Override
  public int add(double number, long samples) {
    insert(number);
    int change = 0;
    if (samples - lookedAt >= EVERY_SAMPLES) {
      lookedAt = samples;
      for (int cut = findCut(); cut != 0; cut = findCut()) {
        change = cut;
        dropOldest();
      }
    }
    return change;
  }

  private void insert(double number) {
    if (numbers > 0) {
      double difference = number - sum / numbers;
      deviations += difference * difference * numbers / (numbers + 1);
    }
    numbers++;
    sum += number;
    put(0, number, 0);
    for (int row = 0; row < ROWS && counts[row] > WIDTH; row++) {
      mergeOldest(row);
    }
  }

  private void put(int row, double bucketSum, double bucketSquares) {
    int at = row * (WIDTH + 1) + counts[row];
    sums[at] = bucketSum;
    squares[at] = bucketSquares;
    counts[row]++;
  }

  /** The two oldest of a row become one of the next; in the last row they are forgotten. */
  private void mergeOldest(int row) {
    int at = row * (WIDTH + 1);
    if (row + 1 == ROWS) {
      dropOldest();
      return;
    }
    double size = 1L << row;
    double difference = (sums[at] - sums[at + 1]) / size;
    double merged = squares[at] + squares[at + 1] + difference * difference * size / 2;
    put(row + 1, sums[at] + sums[at + 1], merged);
    remove(row, 2);
  }

  private void remove(int row, int buckets) {
    int at = row * (WIDTH + 1);
    int left = counts[row] - buckets;
    System.arraycopy(sums, at + buckets, sums, at, left);
    System.arraycopy(squares, at + buckets, squares, at, left);
    counts[row] = left;
  }

  private void dropOldest() {
    int row = lastRow();
    int at = row * (WIDTH + 1);
    long size = 1L << row;
    double oldSum = sums[at];
    double oldSquares = squares[at];
    numbers -= size;
    sum -= oldSum;
    if (numbers > 0) {
      double difference = oldSum / size - sum / numbers;
      double between = difference * difference * size * numbers / (size + numbers);
      deviations = Math.max(0, deviations - oldSquares - between);
    } else {
      deviations = 0;
    }
    remove(row, 1);
  }

  private int lastRow() {
    int row = ROWS - 1;
    while (row > 0 && counts[row] == 0) {
      row--;
    }
    return row;
  }

  /** Whether the newer side of some cut is above the older one, 1, or below it, -1; 0 if none. */
  private int findCut() {
    double old = 0;
    double oldSum = 0;
    double logarithm = Math.log(2 * Math.log(numbers) / delta);
    double variance = deviations / numbers;
    for (int row = lastRow(); row >= 0; row--) {
      for (int bucket = 0; bucket < counts[row]; bucket++) {
        old += 1L << row;
        oldSum += sums[row * (WIDTH + 1) + bucket];
        double young = numbers - old;
        if (young < LEAST) {
          return 0;
        }
        if (old >= LEAST) {
          double difference = (sum - oldSum) / young - oldSum / old;
          double harmonic = 1 / old + 1 / young;
          double bound =
              Math.sqrt(2 * harmonic * variance * logarithm) + 2.0 / 3 * harmonic * logarithm;
          if (Math.abs(difference) > bound) {
            return difference > 0 ? 1 : -1;
          }
        }
      }
    }
    return 0;
  }

  @Override
  public void reset() {
    Arrays.fill(counts, 0);
    numbers = 0;
    sum = 0;
    deviations = 0;
    lookedAt = 0;
  }

  @Override
  public double[] state() {
    int buckets = Arrays.stream(counts).sum();
    double[] state = new double[4 + ROWS + 2 * buckets];
    state[0] = numbers;
    state[1] = sum;
    state[2] = deviations;
    state[3] = lookedAt;
    int at = 4 + ROWS;
    for (int row = 0; row < ROWS; row++) {
      state[4 + row] = counts[row];
      System.arraycopy(sums, row * (WIDTH + 1), state, at, counts[row]);
      System.arraycopy(squares, row * (WIDTH + 1), state, at + counts[row], counts[row]);
      at += 2 * counts[row];
    }
    return state;
  }

  @Override
  public void restore(double[] state) {
    numbers = (long) state[0];
    sum = state[1];
    deviations = state[2];
    lookedAt = (long) state[3];
    int at = 4 + ROWS;
    for (int row = 0; row < ROWS; row++) {
      counts[row] = (int) state[4 + row];
      System.arraycopy(state, at, sums, row * (WIDTH + 1), counts[row]);
      System.arraycopy(state, at + counts[row], squares, row * (WIDTH + 1), counts[row]);
      at += 2 * counts[row];
    }
  }
}
