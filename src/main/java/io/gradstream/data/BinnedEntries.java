package io.gradstream.data;

import java.util.Arrays;

/**
 * The sparse entries of a batch whose column hangs on the bins of numbers, which nobody knows
 * before the numbers are scaled: the columns that each may have, one for every combination of bins,
 * the last bin going fastest. Costs nothing while there are none. Not thread-safe; its space is
 * reused.
 */
public final class BinnedEntries {
  /** What stands before an entry's columns: its place in its row, its feature, their number. */
  private static final int HEAD = 3;

  private final int capacity;
  private int[] entries = {};
  private int[] starts = {};
  private int rows;
  private int appended;

  BinnedEntries(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Begins an entry of the row behind the last.
   *
   * @param entry its place among the row's sparse entries
   * @param feature the index of the feature that it is of
   * @param columns how many columns it may have, which {@link #add} names
   */
  public void begin(int entry, int feature, int columns) {
    if (starts.length == 0) {
      starts = new int[capacity + 1];
    }
    if (entries.length < appended + HEAD + columns) {
      entries = Arrays.copyOf(entries, 2 * (appended + HEAD + columns));
    }
    add(entry);
    add(feature);
    add(columns);
  }

  /** Adds the next of the columns that the entry may have. */
  public void add(int column) {
    entries[appended++] = column;
  }

  /** Whether there are none in any row. */
  public boolean isEmpty() {
    return appended == 0;
  }

  /** Where the first of a row is. */
  public int first(int row) {
    return starts[row];
  }

  /** Behind the last of a row. */
  public int end(int row) {
    return starts[row + 1];
  }

  /** Where the one behind another is. */
  public int next(int at) {
    return at + HEAD + entries[at + 2];
  }

  /** The place of one among the sparse entries of its row. */
  public int entry(int at) {
    return entries[at];
  }

  /** The index of the feature that one is of. */
  public int feature(int at) {
    return entries[at + 1];
  }

  /** The column that one has by a combination of bins. */
  public int column(int at, int combination) {
    return entries[at + HEAD + combination];
  }

  void acceptRow() {
    rows++;
    if (starts.length > 0) {
      starts[rows] = appended;
    }
  }

  /** Takes in a row of other entries behind the last. */
  void acceptRow(BinnedEntries other, int row) {
    discardRow();
    if (!other.isEmpty()) {
      int from = other.first(row);
      copy(other.entries, from, other.end(row) - from);
    }
    acceptRow();
  }

  private void copy(int[] from, int first, int count) {
    if (starts.length == 0) {
      starts = new int[capacity + 1];
    }
    if (entries.length < appended + count) {
      entries = Arrays.copyOf(entries, 2 * (appended + count));
    }
    System.arraycopy(from, first, entries, appended, count);
    appended += count;
  }

  void discardRow() {
    appended = starts.length == 0 ? 0 : starts[rows];
  }

  void clear() {
    rows = 0;
    appended = 0;
  }
}
