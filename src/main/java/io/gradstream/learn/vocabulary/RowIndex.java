package io.gradstream.learn.vocabulary;

/**
 * Which row a category has, found by open addressing: an entry is {@code hash << 32 | row + 1}, and
 * 0 is none. At most half of the entries are taken.
 */
final class RowIndex {
  private static final int FEWEST = 16;

  private final long[] table;
  private final int shift;

  /** An empty index of up to so many categories. */
  RowIndex(int most) {
    table = new long[Integer.highestOneBit(Math.max(FEWEST, 2 * most - 1)) << 1];
    shift = Integer.numberOfLeadingZeros(table.length) + 1;
  }

  /** The row of a category, or -1. */
  int row(int category) {
    return (int) table[find(category)] - 1;
  }

  /** Gives a category that has none a row. */
  void put(int category, int row) {
    table[find(category)] = (long) category << 32 | (row + 1);
  }

  /** Takes a category's row away. What was put behind it for want of its place moves up. */
  void remove(int category) {
    int gap = find(category);
    for (int at = next(gap); table[at] != 0; at = next(at)) {
      if (distance(home(category(at)), at) >= distance(gap, at)) {
        table[gap] = table[at];
        gap = at;
      }
    }
    table[gap] = 0;
  }

  /** Forgets all. */
  void clear() {
    java.util.Arrays.fill(table, 0);
  }

  private int find(int category) {
    int at = home(category);
    while (table[at] != 0 && category(at) != category) {
      at = next(at);
    }
    return at;
  }

  private int category(int at) {
    return (int) (table[at] >>> 32);
  }

  private int home(int category) {
    return (category * 0x9E3779B1) >>> shift;
  }

  private int next(int at) {
    return (at + 1) & (table.length - 1);
  }

  private int distance(int from, int to) {
    return (to - from) & (table.length - 1);
  }
}
