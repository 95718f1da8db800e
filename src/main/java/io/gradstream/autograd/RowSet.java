package io.gradstream.autograd;

import java.util.Arrays;

/** A set of row numbers in the order they came; adding, finding and clearing allocate nothing. */
public final class RowSet {
  private final long[] marks;
  private int[] rows = new int[64];
  private int size;

  /** An empty set of rows below {@code count}. */
  RowSet(int count) {
    this.marks = new long[(count + 63) >>> 6];
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The one that came at {@code i}, counted from 0. */
  public int get(int i) {
    return rows[i];
  }

  void add(int row) {
    long mark = 1L << row;
    if ((marks[row >>> 6] & mark) == 0) {
      marks[row >>> 6] |= mark;
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
      }
      rows[size++] = row;
    }
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      marks[rows[i] >>> 6] = 0;
    }
    size = 0;
  }
}
