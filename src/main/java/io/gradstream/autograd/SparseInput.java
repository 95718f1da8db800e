package io.gradstream.autograd;

import io.gradstream.tensor.SparseRows;

/**
 * The sparse part of a batch, where a recorded graph looks for it: which rows it is can change from
 * run to run.
 */
public final class SparseInput {
  private SparseRows rows;
  private int[] ids = {};

  /** An input that stands on {@code rows}, shared, without indices into tables. */
  public SparseInput(SparseRows rows) {
    this.rows = rows;
  }

  /**
   * Stands on another batch from now on.
   *
   * @param rows a row for each of the batch's, with as many columns as before
   * @param ids indices into tables, row by row, as many in each row as there are tables; negative
   *     for none; shared
   * @throws IllegalArgumentException if the rows have another number of columns
   */
  public void use(SparseRows rows, int[] ids) {
    if (rows.columns() != this.rows.columns()) {
      throw new IllegalArgumentException(
          "sparse rows must have %d columns: %d".formatted(this.rows.columns(), rows.columns()));
    }
    this.rows = rows;
    this.ids = ids;
  }

  /** The batch's rows. */
  public SparseRows rows() {
    return rows;
  }

  /** The batch's indices into tables. */
  int[] ids() {
    return ids;
  }
}
