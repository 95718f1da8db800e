package io.gradstream.data.scale;

import io.gradstream.data.Scale;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * (x − median) / (quartile range / 1.349), within −5 and 5, over the last 255 values of a column.
 *
 * <p>Median and quartile range stand a quarter of absurd values (P. J. Rousseeuw, C. Croux,
 * Alternatives to the Median Absolute Deviation, JASA 88, 1993); the bounds keep the absurd value
 * itself from overturning a model. The values are kept, sorted, so that the figures are exact, and
 * follow a stream that changes: estimates without them, such as P² (R. Jain, I. Chlamtac, CACM 28,
 * 1985), carry an extreme from their outermost marker into the quartiles. The range of a column
 * most of whose values are the same is 0; it then counts as 1.349.
 */
final class RobustScaler extends ColumnScaler {
  static final int WINDOW = 255;

  private static final double DEVIATIONS = 1.349;
  private static final double MOST = 5;

  /** The last values of every column, column by column, each at its number modulo the window. */
  private final double[] window;

  private final double[] sorted;
  private final double[] median;
  private final double[] range;

  RobustScaler(int[] columns) {
    super(Scale.Kind.ROBUST, columns);
    this.window = new double[Math.multiplyExact(columns.length, WINDOW)];
    this.sorted = new double[window.length];
    this.median = new double[columns.length];
    this.range = new double[columns.length];
    sums.put("window", window);
    figures.put("median", median);
    figures.put("range", range);
  }

  @Override
  void fitTransform(double[] rows, int start, float[] into) {
    for (int i = 0; i < columns.length; i++) {
      int slot = (int) (countOf(i) % WINDOW);
      int held = held(i);
      int at = start + columns[i];
      insert(rows[at], i * WINDOW, slot, held);
      adoptSorted(i, Math.min(held + 1, WINDOW));
      into[at] = scaled(rows[at], i);
    }
    count++;
  }

  private int held(int i) {
    return (int) Math.min(countOf(i), WINDOW);
  }

  /** Puts a value in the place of the oldest, or beside the others while there is room. */
  private void insert(double x, int first, int slot, int held) {
    int hole = held == WINDOW ? indexOf(window[first + slot], first, held) : first + held;
    window[first + slot] = x;
    int place = indexOf(x, first, held);
    if (place > hole) {
      place--;
      System.arraycopy(sorted, hole + 1, sorted, hole, place - hole);
    } else {
      System.arraycopy(sorted, place, sorted, place + 1, hole - place);
    }
    sorted[place] = x;
  }

  private int indexOf(double x, int first, int held) {
    int found = Arrays.binarySearch(sorted, first, first + held, x);
    return found >= 0 ? found : -found - 1;
  }

  private void adoptSorted(int i, int held) {
    median[i] = quantile(i, held, 0.5);
    range[i] = quantile(i, held, 0.75) - quantile(i, held, 0.25);
  }

  /** The quantile, between two values where it falls between them, as NumPy has it. */
  private double quantile(int i, int held, double share) {
    double place = share * (held - 1);
    int below = (int) place;
    double low = sorted[i * WINDOW + below];
    double high = below + 1 < held ? sorted[i * WINDOW + below + 1] : low;
    return low + (high - low) * (place - below);
  }

  @Override
  void transform(double[] rows, int start, float[] into) {
    for (int i = 0; i < columns.length; i++) {
      int at = start + columns[i];
      into[at] = scaled(rows[at], i);
    }
  }

  private float scaled(double x, int i) {
    double deviation = range[i] > 0 ? range[i] / DEVIATIONS : 1;
    return (float) Math.max(-MOST, Math.min(MOST, (x - median[i]) / deviation));
  }

  @Override
  void adoptSums() {
    System.arraycopy(window, 0, sorted, 0, window.length);
    for (int i = 0; i < columns.length; i++) {
      if (held(i) > 0) {
        Arrays.sort(sorted, i * WINDOW, i * WINDOW + held(i));
        adoptSorted(i, held(i));
      }
    }
  }

  /**
   * The values themselves are not published. Whoever goes on from figures begins with as many that
   * have these: evenly spread over twice the range, and in an order in which each part of the
   * window is.
   */
  @Override
  void adoptFigures() {
    int held = (int) Math.min(count, WINDOW);
    int stride = strideThrough(held);
    for (int i = 0; i < columns.length; i++) {
      for (int n = 0; n < held; n++) {
        double share = held == 1 ? 0.5 : (double) n / (held - 1);
        double value = median[i] + range[i] * (2 * share - 1);
        sorted[i * WINDOW + n] = value;
        window[i * WINDOW + n * stride % held] = value;
      }
    }
  }

  /** A step of about the golden section that comes by every one of so many places. */
  private static int strideThrough(int places) {
    int stride = Math.max(1, (int) (0.618 * places));
    while (BigInteger.valueOf(stride).gcd(BigInteger.valueOf(places)).intValue() > 1) {
      stride--;
    }
    return stride;
  }
}
