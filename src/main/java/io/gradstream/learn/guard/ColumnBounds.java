package io.gradstream.learn.guard;

import io.gradstream.version.NamedState;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * Within which bounds the numbers of some columns are believed. The figures behind them, mean and
 * population variance by Welford's method, are of every number at first and of one row in many
 * later on, which is as good for bounds as wide as these and costs next to nothing. NaN stands for
 * a number that is missing.
 */
final class ColumnBounds {
  /** So many rows are all taken in. */
  private static final long ALL = 1024;

  /** Behind them, every so many-th is. */
  private static final long EVERY = 32;

  /** Bounds are drawn anew behind so many rows, while all are taken in. */
  private static final long REDRAWN = 64;

  private final String name;
  private final int width;
  private final double deviations;
  private final int after;
  private final double[] counts;
  private final double[] firsts;
  private final double[] changes;
  private final double[] means;
  private final double[] squares;
  private final double[] least;
  private final double[] most;
  private final double[] low;
  private final double[] high;
  private final BitSet believed;
  private long rows;

  /** How many of the rows to come change nothing but their number. */
  private int idle;

  /**
   * Bounds of columns that nothing is known of.
   *
   * @param name of their state
   * @param width how many columns there are
   * @param believed those whose numbers are believed whatever they are
   */
  ColumnBounds(String name, int width, BitSet believed, GuardSettings settings) {
    this.name = name;
    this.width = settings.deviations() > 0 ? width : 0;
    this.deviations = settings.deviations();
    this.after = settings.after();
    this.counts = new double[width];
    this.firsts = new double[width];
    this.changes = new double[width];
    this.means = new double[width];
    this.squares = new double[width];
    this.least = new double[width];
    this.most = new double[width];
    this.low = new double[width];
    this.high = new double[width];
    this.believed = believed;
    redraw();
  }

  /** The first column whose number in a row of columns is outside of its bounds; -1 if none is. */
  int outside(double[] numbers, int row) {
    int start = row * width;
    for (int i = 0; i < width; i++) {
      double x = numbers[start + i];
      if (x < low[i] || x > high[i]) {
        return i;
      }
    }
    return -1;
  }

  /** How a number that is outside of its column's bounds is told. */
  String describe(int column, double number) {
    double deviation = Math.sqrt(squares[column] / counts[column]);
    double distance = Math.abs(number - means[column]) / deviation;
    return "%s is %.1e deviations from a mean of %s"
        .formatted(number, distance, (float) means[column]);
  }

  /** Takes in the numbers of the first rows of columns. */
  void observe(double[] numbers, int count) {
    if (count > idle) {
      observeEach(numbers, count);
    } else {
      rows += count;
      idle -= count;
    }
  }

  private void observeEach(double[] numbers, int count) {
    for (int row = 0; row < count; row++) {
      if (rows < ALL || rows % EVERY == 0) {
        take(numbers, row * width);
      }
      rows++;
      if (isRedrawn()) {
        redraw();
      }
    }
    idle = rows < ALL ? 0 : idleAhead();
  }

  /** Those before the next that is taken in, without the one that bounds are drawn anew behind. */
  private int idleAhead() {
    int untilTaken = (int) Math.floorMod(-rows, EVERY);
    return Math.max(0, untilTaken - 1);
  }

  /** At first behind each row, then seldom, and very seldom where most rows are not taken in. */
  private boolean isRedrawn() {
    return rows < 2 * REDRAWN || rows % (rows < ALL ? REDRAWN : ALL) == 0;
  }

  private void take(double[] numbers, int start) {
    for (int i = 0; i < width; i++) {
      double x = numbers[start + i];
      if (!Double.isNaN(x)) {
        observe(i, x);
      }
    }
  }

  private void observe(int column, double x) {
    if (counts[column] == 0) {
      firsts[column] = x;
      least[column] = x;
      most[column] = x;
    }
    counts[column]++;
    if (x != firsts[column]) {
      changes[column]++;
    }
    double before = x - means[column];
    means[column] += before / counts[column];
    squares[column] = Math.min(Double.MAX_VALUE, squares[column] + before * (x - means[column]));
    least[column] = Math.min(least[column], x);
    most[column] = Math.max(most[column], x);
  }

  private void redraw() {
    for (int i = 0; i < width; i++) {
      double far = far(i) * Math.sqrt(squares[i] / counts[i]);
      boolean judged = far < Double.MAX_VALUE;
      low[i] = judged ? Math.min(least[i], means[i] - far) : -Double.MAX_VALUE;
      high[i] = judged ? Math.max(most[i], means[i] + far) : Double.MAX_VALUE;
    }
  }

  /** How many deviations are believed: the less is known, the more. */
  private double far(int column) {
    if (believed.get(column)) {
      return Double.POSITIVE_INFINITY;
    }
    if (changes[column] >= after) {
      return deviations;
    }
    return changes[column] >= after * GuardSettings.EARLY
        ? deviations / GuardSettings.EARLY
        : Double.POSITIVE_INFINITY;
  }

  /** Knows nothing any more. */
  void forget() {
    for (double[] figures : figures()) {
      Arrays.fill(figures, 0);
    }
    rows = 0;
    idle = 0;
    redraw();
  }

  /** Knows nothing any more of one column. */
  void forget(int column) {
    for (double[] figures : figures()) {
      figures[column] = 0;
    }
    redraw();
  }

  /** Everything there is to restore, under its name; a copy. */
  void save(Map<String, double[]> state) {
    double[] all = {rows};
    for (double[] figures : figures()) {
      all = NamedState.append(all, figures);
    }
    state.put(name, all);
  }

  /**
   * Goes on where {@link #save} was called, or knows nothing where it was not.
   *
   * @throws IllegalArgumentException if the state is of other columns
   */
  void restore(Map<String, double[]> state) {
    forget();
    double[] all = state.get(name);
    if (all != null) {
      requireLength(all.length);
      rows = (long) all[0];
      int at = 1;
      for (double[] figures : figures()) {
        System.arraycopy(all, at, figures, 0, figures.length);
        at += figures.length;
      }
    }
    for (int i = believed.nextSetBit(0); i >= 0; i = believed.nextSetBit(i + 1)) {
      low[i] = -Double.MAX_VALUE;
      high[i] = Double.MAX_VALUE;
    }
  }

  private void requireLength(int length) {
    int own = 1 + figures().length * counts.length;
    if (length != own) {
      throw new IllegalArgumentException(
          "the saved state has %d numbers for %s: it must have %d".formatted(length, name, own));
    }
  }

  private double[][] figures() {
    return new double[][] {counts, firsts, changes, means, squares, least, most, low, high};
  }
}
