package io.gradstream.learn.drift;

import java.util.Arrays;

/**
 * An adaptive window over a stream of numbers, which drops its older part when the newer one has
 * another mean (Bifet and Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, 2007):
 * ADWIN2, in an exponential histogram of {@value #WIDTH} buckets a row, with the bound by the
 * variance. Numbers go to their buckets together, which makes the same buckets with less work, and
 * then it is looked for a cut. Allocates nothing but its state.
 */
final class Adwin implements Detector {
  /** Buckets of one size; of more the oldest are made one of two each. */
  private static final int WIDTH = 5;

  /** Of 5 · 2^31 numbers and more the window forgets the oldest. */
  private static final int ROWS = 32;

  /** The fewest numbers on either side of a cut. */
  private static final int LEAST = 10;

  /** What rounding may have made of a difference on the bound. */
  private static final double SURE = 0.999;

  /** Where what is new begins: before it is room for the buckets of every row. */
  private static final int FIRST_NEW = ROWS * WIDTH;

  private final double delta;
  private final int[] counts = new int[ROWS];
  private final double[] sums = new double[ROWS * WIDTH];
  private final double[] squares = new double[ROWS * WIDTH];
  private final double[] movedSums = new double[FIRST_NEW + Losses.MOST];
  private final double[] movedSquares = new double[FIRST_NEW + Losses.MOST];
  private long numbers;
  private double sum;
  private double deviations;

  /** An empty window whose cuts are wrong with this probability at most. */
  Adwin(double delta) {
    this.delta = delta;
  }

  /** {@inheritDoc} What was before a change is dropped. */
  @Override
  public int add(Losses losses) {
    count(losses);
    insert(losses);
    int change = 0;
    for (int cut = findCut(); cut != 0; cut = findCut()) {
      change = cut;
      dropOldest();
    }
    return change;
  }

  private void count(Losses losses) {
    int count = losses.count();
    deviations += losses.squares();
    if (numbers > 0) {
      double difference = losses.mean() - sum / numbers;
      deviations += difference * difference * numbers * count / (numbers + count);
    }
    numbers += count;
    sum += losses.sum();
  }

  /** Gives them to buckets: a row takes what comes, and gives its oldest on in pairs. */
  private void insert(Losses losses) {
    if (counts[ROWS - 1] == WIDTH) {
      dropOldest();
    }
    int start = FIRST_NEW;
    int end = start + losses.count();
    System.arraycopy(losses.numbers(), 0, movedSums, start, losses.count());
    Arrays.fill(movedSquares, start, end, 0);
    for (int row = 0; start < end; row++) {
      start -= counts[row];
      System.arraycopy(sums, row * WIDTH, movedSums, start, counts[row]);
      System.arraycopy(squares, row * WIDTH, movedSquares, start, counts[row]);
      int pairs = Math.max(0, (end - start - WIDTH + 1) / 2);
      merge(start, pairs, 1L << row);
      counts[row] = end - start - 2 * pairs;
      System.arraycopy(movedSums, end - counts[row], sums, row * WIDTH, counts[row]);
      System.arraycopy(movedSquares, end - counts[row], squares, row * WIDTH, counts[row]);
      end = start + pairs;
    }
  }

  /** Makes so many pairs of buckets of this size one each. */
  private void merge(int start, int pairs, double size) {
    for (int i = 0; i < pairs; i++) {
      int at = start + 2 * i;
      double difference = (movedSums[at] - movedSums[at + 1]) / size;
      movedSquares[start + i] =
          movedSquares[at] + movedSquares[at + 1] + difference * difference * size / 2;
      movedSums[start + i] = movedSums[at] + movedSums[at + 1];
    }
  }

  private void removeOldest(int row) {
    int at = row * WIDTH;
    counts[row]--;
    System.arraycopy(sums, at + 1, sums, at, counts[row]);
    System.arraycopy(squares, at + 1, squares, at, counts[row]);
  }

  private void dropOldest() {
    int row = lastRow();
    int at = row * WIDTH;
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
    removeOldest(row);
  }

  private int lastRow() {
    int row = ROWS - 1;
    while (row > 0 && counts[row] == 0) {
      row--;
    }
    return row;
  }

  /**
   * Whether the newer side of some cut is above the older one, 1, or below it, -1; 0 if none. Most
   * cuts are told to be none by products alone, without a division or a root: the difference of the
   * means, squared, is not even above the bound's first part.
   */
  private int findCut() {
    double old = 0;
    double oldSum = 0;
    double logarithm = Math.log(2 * Math.log(numbers) / delta);
    double least = SURE * 2 * logarithm * deviations;
    for (int row = lastRow(); row >= 0; row--) {
      double size = 1L << row;
      int end = row * WIDTH + counts[row];
      for (int bucket = row * WIDTH; bucket < end; bucket++) {
        old += size;
        oldSum += sums[bucket];
        double young = numbers - old;
        if (young < LEAST) {
          return 0;
        }
        double apart = old * sum - numbers * oldSum;
        if (apart * apart > least * old * young && old >= LEAST) {
          int cut = cut(old, oldSum, logarithm);
          if (cut != 0) {
            return cut;
          }
        }
      }
    }
    return 0;
  }

  private int cut(double old, double oldSum, double logarithm) {
    double young = numbers - old;
    double difference = (sum - oldSum) / young - oldSum / old;
    double harmonic = 1 / old + 1 / young;
    double variance = deviations / numbers;
    double bound = Math.sqrt(2 * harmonic * variance * logarithm) + 2.0 / 3 * harmonic * logarithm;
    if (Math.abs(difference) <= bound) {
      return 0;
    }
    return difference > 0 ? 1 : -1;
  }

  @Override
  public void reset() {
    Arrays.fill(counts, 0);
    numbers = 0;
    sum = 0;
    deviations = 0;
  }

  @Override
  public double[] state() {
    int buckets = Arrays.stream(counts).sum();
    double[] state = new double[3 + ROWS + 2 * buckets];
    state[0] = numbers;
    state[1] = sum;
    state[2] = deviations;
    int at = 3 + ROWS;
    for (int row = 0; row < ROWS; row++) {
      state[3 + row] = counts[row];
      System.arraycopy(sums, row * WIDTH, state, at, counts[row]);
      System.arraycopy(squares, row * WIDTH, state, at + counts[row], counts[row]);
      at += 2 * counts[row];
    }
    return state;
  }

  @Override
  public void restore(double[] state) {
    numbers = (long) state[0];
    sum = state[1];
    deviations = state[2];
    int at = 3 + ROWS;
    for (int row = 0; row < ROWS; row++) {
      counts[row] = (int) state[3 + row];
      System.arraycopy(state, at, sums, row * WIDTH, counts[row]);
      System.arraycopy(state, at + counts[row], squares, row * WIDTH, counts[row]);
      at += 2 * counts[row];
    }
  }
}
