package io.gradstream.tensor;

import java.util.Arrays;

/**
 * A matrix most of whose elements are zero, row by row: the columns and values of those that are
 * not (compressed sparse rows). A column that a row names twice counts with the sum of its values.
 *
 * <p>A row is written entry by entry with {@link #append} behind the last one, then taken in with
 * {@link #acceptRow} or forgotten with {@link #discardRow}. The arrays grow until they fit the
 * largest batch and are reused from then on.
 */
public final class SparseRows {
  private final int columns;
  private final int[] starts;
  private int[] indices = new int[64];
  private float[] values = new float[64];
  private int rows;
  private int appended;

  /** An empty matrix with room for {@code capacity} rows of {@code columns} columns. */
  public SparseRows(int capacity, int columns) {
    this.columns = columns;
    this.starts = new int[capacity + 1];
  }

  /** How many rows fit. */
  public int capacity() {
    return starts.length - 1;
  }

  /** How many columns there are, of which most are zero in every row. */
  public int columns() {
    return columns;
  }

  /** The number of rows in use. */
  public int rows() {
    return rows;
  }

  /** Where the entries of a row begin in {@link #indices} and {@link #values}. */
  public int start(int row) {
    return starts[row];
  }

  /** Behind the last entry of a row. */
  public int end(int row) {
    return starts[row + 1];
  }

  /** Where the next entry goes. */
  public int appended() {
    return appended;
  }

  /** The entries' columns, shared; valid until more are appended or taken over. */
  public int[] indices() {
    return indices;
  }

  /** The entries' values, shared; valid until more are appended or taken over. */
  public float[] values() {
    return values;
  }

  /** Adds an entry to the row behind the last. */
  public void append(int column, float value) {
    reserve(appended + 1);
    indices[appended] = column;
    values[appended++] = value;
  }

  /**
   * Takes in the entries appended since the last row as a row, which may have none. There must be
   * room for it.
   */
  public void acceptRow() {
    starts[++rows] = appended;
  }

  /** Takes in a row of another matrix with as many columns, in place of what was appended. */
  public void acceptRow(SparseRows other, int row) {
    int from = other.starts[row];
    int count = other.starts[row + 1] - from;
    discardRow();
    reserve(appended + count);
    System.arraycopy(other.indices, from, indices, appended, count);
    System.arraycopy(other.values, from, values, appended, count);
    appended += count;
    acceptRow();
  }

  private void reserve(int size) {
    if (size > indices.length) {
      int larger = Math.max(size, 2 * indices.length);
      indices = Arrays.copyOf(indices, larger);
      values = Arrays.copyOf(values, larger);
    }
  }

  /** Forgets the entries appended since the last row. */
  public void discardRow() {
    appended = starts[rows];
  }

  /** Forgets every row. */
  public void clear() {
    rows = 0;
    appended = 0;
  }
}
