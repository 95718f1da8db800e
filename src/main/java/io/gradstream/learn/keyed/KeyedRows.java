package io.gradstream.learn.keyed;

import java.util.Arrays;

/**
 * The rows of a batch by the slots of their keys, in the order in which the keys first come.
 * Allocates nothing in the steady state.
 */
public final class KeyedRows {
  private static final int NONE = -1;

  private int[] nextRow = {};
  private int[] firstRow = {};
  private int[] lastRow = {};
  private int[] nextSlot = {};
  private long[] batches = {};
  private long batch;
  private int first = NONE;
  private int last = NONE;
  private int slots;

  /** Begins a batch of so many rows. */
  public void begin(int rows) {
    batch++;
    first = NONE;
    last = NONE;
    slots = 0;
    if (nextRow.length < rows) {
      nextRow = new int[rows];
    }
  }

  /**
   * Adds the next row.
   *
   * @param slots what every slot is below
   */
  public void add(int row, int slot, int slots) {
    if (batches.length < slots) {
      grow(slots);
    }
    nextRow[row] = NONE;
    if (batches[slot] == batch) {
      nextRow[lastRow[slot]] = row;
    } else {
      begin(slot, row);
    }
    lastRow[slot] = row;
  }

  private void begin(int slot, int row) {
    batches[slot] = batch;
    firstRow[slot] = row;
    nextSlot[slot] = NONE;
    if (first == NONE) {
      first = slot;
    } else {
      nextSlot[last] = slot;
    }
    last = slot;
    slots++;
  }

  private void grow(int length) {
    firstRow = Arrays.copyOf(firstRow, length);
    lastRow = Arrays.copyOf(lastRow, length);
    nextSlot = Arrays.copyOf(nextSlot, length);
    batches = Arrays.copyOf(batches, length);
  }

  /** Whether all rows are of one key. */
  public boolean areOfOneKey() {
    return slots == 1;
  }

  /** The slot of the key that comes first; negative without. */
  public int first() {
    return first;
  }

  /** The slot of the key that comes behind another; negative behind the last. */
  public int next(int slot) {
    return nextSlot[slot];
  }

  /** The first row of a slot. */
  public int firstOf(int slot) {
    return firstRow[slot];
  }

  /** The next row of the same slot; negative behind the last. */
  public int nextOf(int row) {
    return nextRow[row];
  }
}
