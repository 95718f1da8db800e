package io.gradstream.autograd;

import java.util.Arrays;

/**
 * The gradients of the few rows of a sparse parameter that a batch touched, one behind the other in
 * the order they came: where a parameter is larger than a cache, this is not.
 *
 * <p>A row is found by open addressing: an entry is {@code row << 32 | place + 1}, and 0 is none.
 */
final class RowGradients {
  private static final int FEWEST = 64;

  private final int columns;
  private long[] table = new long[2 * FEWEST];
  private int shift = Integer.numberOfLeadingZeros(table.length) + 1;
  private int[] rows = new int[FEWEST];
  private int[] homes = new int[FEWEST];
  private float[] gradients;
  private int size;

  /** No gradients of rows of this many columns. */
  RowGradients(int columns) {
    this.columns = columns;
    this.gradients = new float[FEWEST * columns];
  }

  /** How many rows have one. */
  int size() {
    return size;
  }

  /** The row that came at {@code i}, counted from 0. */
  int row(int i) {
    return rows[i];
  }

  /** The gradients, {@code [size, columns]}, shared; valid until the next {@link #touch}. */
  float[] gradients() {
    return gradients;
  }

  /** Where the gradient of a row begins in {@link #gradients}; zeros if it had none. */
  int touch(int row) {
    int at = home(row);
    long entry = table[at];
    while (entry != 0) {
      if ((int) (entry >>> 32) == row) {
        return ((int) entry - 1) * columns;
      }
      at = (at + 1) & (table.length - 1);
      entry = table[at];
    }
    return add(row, at) * columns;
  }

  /** Adds to the gradient of a row of one element. */
  void add(int row, float slope) {
    int at = touch(row);
    gradients[at] += slope;
  }

  /** Where the gradient of a row begins in {@link #gradients}; -1 if it has none. */
  int find(int row) {
    int at = home(row);
    while (table[at] != 0) {
      if ((int) (table[at] >>> 32) == row) {
        return ((int) table[at] - 1) * columns;
      }
      at = (at + 1) & (table.length - 1);
    }
    return -1;
  }

  /** Makes the gradient of a row zeros; it counts as one that has a gradient, unless none has. */
  void zero(int row) {
    if (size > 0) {
      int from = touch(row);
      Arrays.fill(gradients, from, from + columns, 0);
    }
  }

  private int home(int row) {
    return (row * 0x9E3779B1) >>> shift;
  }

  private int add(int row, int at) {
    if (size == rows.length) {
      grow();
      return add(row, free(row));
    }
    table[at] = (long) row << 32 | (size + 1);
    rows[size] = row;
    homes[size] = at;
    int from = size * columns;
    for (int i = from; i < from + columns; i++) {
      gradients[i] = 0;
    }
    return size++;
  }

  private int free(int row) {
    int at = home(row);
    while (table[at] != 0) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  private void grow() {
    rows = Arrays.copyOf(rows, 2 * size);
    homes = Arrays.copyOf(homes, 2 * size);
    gradients = Arrays.copyOf(gradients, 2 * size * columns);
    table = new long[4 * size];
    shift = Integer.numberOfLeadingZeros(table.length) + 1;
    for (int i = 0; i < size; i++) {
      homes[i] = free(rows[i]);
      table[homes[i]] = (long) rows[i] << 32 | (i + 1);
    }
  }

  /** Forgets all. */
  void clear() {
    for (int i = 0; i < size; i++) {
      table[homes[i]] = 0;
    }
    size = 0;
  }
}
