package io.gradstream.data.scale;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The last values of a column and their exact quantiles. The values are kept in the order in which
 * they came, in a part of an array that checkpoints have, and sorted beside it. Not thread-safe;
 * taking in allocates nothing.
 */
final class SortedWindow {
  private final double[] window;
  private final int first;
  private final double[] sorted;
  private int held;

  /**
   * An empty window of the values at {@code first} and the {@code size - 1} behind it.
   *
   * @param window where they are kept, each at its number modulo the size
   */
  SortedWindow(double[] window, int first, int size) {
    this.window = window;
    this.first = first;
    this.sorted = new double[size];
  }

  /** How many values there are. */
  int held() {
    return held;
  }

  /** Takes in the value before which {@code count} came, in place of the oldest if it is full. */
  void insert(double x, long count) {
    int slot = first + (int) (count % sorted.length);
    boolean full = held == sorted.length;
    int hole = full ? indexOf(window[slot]) : held;
    window[slot] = x;
    int place = indexOf(x);
    if (place > hole) {
      place--;
      System.arraycopy(sorted, hole + 1, sorted, hole, place - hole);
    } else {
      System.arraycopy(sorted, place, sorted, place + 1, hole - place);
    }
    sorted[place] = x;
    held += full ? 0 : 1;
  }

  private int indexOf(double x) {
    int found = Arrays.binarySearch(sorted, 0, held, x);
    return found >= 0 ? found : -found - 1;
  }

  /** The quantile, between two values where it falls between them, as NumPy has it. */
  double quantile(double share) {
    double place = share * (held - 1);
    int below = (int) place;
    double low = sorted[below];
    double high = below + 1 < held ? sorted[below + 1] : low;
    return low + (high - low) * (place - below);
  }

  /** Takes up the array as it is, into which {@code count} values came. */
  void adopt(long count) {
    held = (int) Math.min(count, sorted.length);
    System.arraycopy(window, first, sorted, 0, held);
    Arrays.sort(sorted, 0, held);
  }

  /**
   * Fills the window with as many values as have these quantiles, of {@code count} that came, in an
   * order in which each part of the window has them too.
   *
   * @param quantiles the quantile of each share from 0 to 1, ascending
   */
  void fill(long count, DoubleUnaryOperator quantiles) {
    held = (int) Math.min(count, sorted.length);
    int stride = strideThrough(held);
    for (int n = 0; n < held; n++) {
      double value = quantiles.applyAsDouble(held == 1 ? 0.5 : (double) n / (held - 1));
      sorted[n] = value;
      window[first + n * stride % held] = value;
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
