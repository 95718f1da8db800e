package io.gradstream.learn.vocabulary;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Rows by when they were last seen: a ring of links, through an end that is no row. */
final class Recency {
  /** Times have two numbers of 24 bits; two digits sort each of them. */
  private static final int BITS = 48;

  private static final int DIGIT_BITS = 12;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private final int end;
  private final int[] older;
  private final int[] newer;

  /** Of up to so many rows, none of which was seen. */
  Recency(int rows) {
    this.end = rows;
    this.older = new int[rows + 1];
    this.newer = new int[rows + 1];
    clear();
  }

  /** Forgets all. */
  void clear() {
    for (int row = 0; row <= end; row++) {
      older[row] = row;
      newer[row] = row;
    }
  }

  /** The row that has been unseen for longest; there must be one. */
  int oldest() {
    return newer[end];
  }

  /** Makes a row the newest. */
  void see(int row) {
    newer[older[row]] = newer[row];
    older[newer[row]] = older[row];
    older[row] = older[end];
    newer[row] = end;
    newer[older[row]] = row;
    older[end] = row;
  }

  /** Sees the first rows in the order of when they were last seen, equal ones by their numbers. */
  void see(int rows, IntToLongFunction lastSeen) {
    int[] order = IntStream.range(0, rows).toArray();
    for (int shift = 0; shift < BITS; shift += DIGIT_BITS) {
      order = sorted(order, lastSeen, shift);
    }
    for (int row : order) {
      see(row);
    }
  }

  /** By one digit, and else as they were. */
  private static int[] sorted(int[] rows, IntToLongFunction lastSeen, int shift) {
    int[] places = new int[DIGITS + 1];
    for (int row : rows) {
      places[digit(lastSeen.applyAsLong(row), shift) + 1]++;
    }
    for (int i = 0; i < DIGITS; i++) {
      places[i + 1] += places[i];
    }
    int[] sorted = new int[rows.length];
    for (int row : rows) {
      sorted[places[digit(lastSeen.applyAsLong(row), shift)]++] = row;
    }
    return sorted;
  }

  private static int digit(long time, int shift) {
    return (int) (time >>> shift) & (DIGITS - 1);
  }
}
