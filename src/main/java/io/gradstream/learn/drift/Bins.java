package io.gradstream.learn.drift;

import java.util.Arrays;

/**
 * How often the values of each of some columns lie in each of ten bins, now and in a reference, and
 * how often they are missing. Allocates nothing but its state.
 */
final class Bins {
  private static final int COUNT = 10;
  private static final int MISSING = COUNT;
  private static final int ALL = COUNT + 1;

  /** Where the tenths of a standard normal distribution end. */
  private static final double[] TENTHS = {
    -1.2815515655446004,
    -0.8416212335729143,
    -0.5244005127080407,
    -0.2533471031357997,
    0,
    0.2533471031357997,
    0.5244005127080407,
    0.8416212335729143,
    1.2815515655446004
  };

  /** What a bin has that nobody is in, for whose share the index would be infinite. */
  private static final double LEAST = 0.5;

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final double[] numbers;
  private final double[] means;
  private final double[] squares;
  private final double[] reference;
  private final double[] current;

  /** Of each column where its tenths end; of the figures, once they are complete. */
  private final double[] ends;

  /**
   * Empty bins.
   *
   * @param columns all there are
   * @param dense the first so many hold numbers, and are {@linkplain #measure measured} first
   */
  Bins(int columns, int dense) {
    this.numbers = new double[dense];
    this.means = new double[dense];
    this.squares = new double[dense];
    this.reference = new double[columns * ALL];
    this.current = new double[columns * ALL];
    this.ends = new double[dense * TENTHS.length];
  }

  /** Takes in a number by which bins are laid out, NaN for none (Welford, 1962). */
  void measure(int column, double number) {
    if (!Double.isNaN(number)) {
      double count = ++numbers[column];
      double off = number - means[column];
      means[column] += off / count;
      squares[column] += off * (number - means[column]);
    }
  }

  /** Lays out bins by what has been measured; once they are complete. */
  void layOut() {
    for (int column = 0; column < numbers.length; column++) {
      double deviation = Math.sqrt(squares[column] / Math.max(1, numbers[column]));
      for (int i = 0; i < TENTHS.length; i++) {
        ends[column * TENTHS.length + i] = means[column] + TENTHS[i] * deviation;
      }
    }
  }

  /** Counts a number, NaN for none. */
  void count(int column, double number) {
    int bin = Double.isNaN(number) ? MISSING : bin(column, number);
    current[column * ALL + bin]++;
  }

  /** Asks every end, for which of them is the last that counts no processor can guess. */
  private int bin(int column, double number) {
    int bin = 0;
    int first = column * TENTHS.length;
    for (int i = first; i < first + TENTHS.length; i++) {
      bin += number > ends[i] ? 1 : 0;
    }
    return bin;
  }

  /** Counts something that has a hash. */
  void countHash(int column, long hash) {
    current[column * ALL + (int) (((hash * GOLDEN) >>> 32) % COUNT)]++;
  }

  /** What has been counted is the reference. */
  void keepAsReference() {
    System.arraycopy(current, 0, reference, 0, current.length);
    clear();
  }

  /** Counts from zero again. */
  void clear() {
    Arrays.fill(current, 0);
  }

  /** How far what is counted of a column is from the reference; 0 where nothing is in either. */
  double index(int column) {
    double before = total(reference, column);
    double now = total(current, column);
    if (before + now == 0) {
      return 0;
    }
    double index = 0;
    for (int i = column * ALL; i < (column + 1) * ALL; i++) {
      if (reference[i] + current[i] > 0) {
        double was = Math.max(reference[i], LEAST) / Math.max(before, 1);
        double is = Math.max(current[i], LEAST) / Math.max(now, 1);
        index += (is - was) * Math.log(is / was);
      }
    }
    return index;
  }

  private static double total(double[] counts, int column) {
    double total = 0;
    for (int i = column * ALL; i < (column + 1) * ALL; i++) {
      total += counts[i];
    }
    return total;
  }

  /** Forgets everything. */
  void reset() {
    for (double[] each : all()) {
      Arrays.fill(each, 0);
    }
  }

  /** The whole state, for {@link #restore}. */
  double[] state() {
    return Arrays.stream(all()).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Goes on from what {@link #state} gave, which begins there. */
  void restore(double[] state, int start) {
    int at = start;
    for (double[] each : all()) {
      System.arraycopy(state, at, each, 0, each.length);
      at += each.length;
    }
    layOut();
  }

  private double[][] all() {
    return new double[][] {numbers, means, squares, reference, current};
  }
}
