package io.gradstream.data;

import java.util.Arrays;

/**
 * Which of a row's sparse entries are which feature's, of the few rows of a batch that are looked
 * at closely: where features share columns, nothing else tells. Not thread-safe; its space is
 * reused.
 */
public final class FeatureEntries {
  private static final int BITS = 7;

  /** Of so many records about one is looked at closely. */
  public static final int EVERY = 1 << BITS;

  /** 2⁶⁴ over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int features;

  /** Of each row: where it is among those, counted from 1; 0 if it is none. */
  private final int[] places;

  private int[] rows = new int[1];
  private int[] ends = {};
  private int count;
  private boolean telling;

  FeatureEntries(int capacity, int features) {
    this.places = new int[capacity];
    this.features = features;
  }

  /**
   * Whether the record at an offset is one that is looked at closely. Its offset alone decides, so
   * that it is whoever reads it; and by its hash, as what comes at every {@value #EVERY}th offset
   * may be always alike, or a transaction's marker.
   */
  public static boolean isSampled(long offset) {
    return offset * GOLDEN >>> Long.SIZE - BITS == 0;
  }

  /**
   * Says whether rows that are written from now on are looked at closely; at first they are not.
   */
  public void tell(boolean told) {
    telling = told;
  }

  /** Whether the row behind the last is looked at closely. */
  public boolean isTelling() {
    return telling;
  }

  /**
   * Ends a feature's entries in the row behind the last, which must be looked at closely; entries
   * come in the features' order.
   *
   * @param end how many entries the row has by then
   */
  public void setEnd(int feature, int end) {
    reserve();
    ends[count * features + feature] = end;
  }

  /** How many rows are looked at closely. */
  public int count() {
    return count;
  }

  /** The batch's row that is the i-th of those. */
  public int row(int i) {
    return rows[i];
  }

  /**
   * Where a feature's entries end in the i-th of those, counted from its row's first; 0 for one
   * that never has any.
   */
  public int end(int i, int feature) {
    return ends[i * features + feature];
  }

  /** Takes in the row behind the last, which is to be this one of the batch. */
  void acceptRow(int row) {
    if (telling) {
      add(row);
    }
  }

  /** Takes in a row of another batch behind the last, to be this one. */
  void acceptRow(int row, FeatureEntries other, int from) {
    int place = other.places[from];
    if (place > 0) {
      copy(other, place - 1);
      add(row);
    }
  }

  private void copy(FeatureEntries other, int told) {
    reserve();
    System.arraycopy(other.ends, told * features, ends, count * features, features);
  }

  private void add(int row) {
    reserve();
    rows[count++] = row;
    places[row] = count;
  }

  private void reserve() {
    if (ends.length < (count + 1) * features || rows.length <= count) {
      rows = Arrays.copyOf(rows, 2 * (count + 1));
      ends = Arrays.copyOf(ends, 2 * (count + 1) * features);
    }
  }

  void clear() {
    while (count > 0) {
      places[rows[--count]] = 0;
    }
  }
}
