package io.gradstream.version;

import io.gradstream.tensor.Tensor;

/**
 * Rows of some tensors of one shape with what they are now; all other rows are what they were.
 *
 * <p>A row is a few elements that follow each other in the order of the tensors' blocks: of what is
 * cut column by column it is a column. The arrays are shared, and may be longer than what they
 * hold.
 */
public final class RowPatch {
  private final int columns;
  private final int size;
  private final int[] rows;
  private final float[][] elements;

  /**
   * A patch over these arrays, which are not copied.
   *
   * @param columns the elements of a row
   * @param size how many rows there are
   * @param rows their numbers, ascending
   * @param elements of each tensor its rows, one behind the other
   */
  public RowPatch(int columns, int size, int[] rows, float[][] elements) {
    this.columns = columns;
    this.size = size;
    this.rows = rows;
    this.elements = elements;
  }

  /** The elements of a row. */
  public int columns() {
    return columns;
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** The number of its row {@code i}. */
  public int row(int i) {
    return rows[i];
  }

  /** How many tensors it has the rows of. */
  public int tensors() {
    return elements.length;
  }

  /** The rows of one of the tensors, one behind the other; shared. */
  public float[] elements(int tensor) {
    return elements[tensor];
  }

  /** Whether every element is a finite number. */
  public boolean isFinite() {
    for (float[] each : elements) {
      if (!Tensor.areFinite(each, size * columns)) {
        return false;
      }
    }
    return true;
  }
}
