package io.gradstream.nn;

import io.gradstream.autograd.SparseInput;
import java.util.Arrays;
import java.util.List;

/**
 * What a model's first layer gets: rows of columns that are dense or mostly zero, and behind them
 * those that are looked up in tables.
 */
public final class ModelInput {
  private final int plainWidth;
  private final int width;
  private final int[] denseColumns;
  private final List<Table> tables;
  private final SparseInput sparse;

  /**
   * A table of vectors, one for each category of a field.
   *
   * @param name the field's
   * @param entries how many categories there are
   * @param size of a vector
   * @param vacant how many of the entries, the first, stand for no category yet, and start as zeros
   */
  public record Table(String name, int entries, int size, int vacant) {}

  /**
   * An input of {@code sparse.rows().columns()} columns and those of the tables.
   *
   * @param denseColumns the columns that are dense, in the order of the dense part's; copied
   * @param tables each with a vector for every row
   * @param sparse where the sparse part, and the tables' indices, are found
   */
  public ModelInput(int[] denseColumns, List<Table> tables, SparseInput sparse) {
    this.plainWidth = sparse.rows().columns();
    this.width = plainWidth + tables.stream().mapToInt(Table::size).sum();
    this.denseColumns = denseColumns.clone();
    this.tables = List.copyOf(tables);
    this.sparse = sparse;
  }

  /** How many columns there are, those of the tables included. */
  public int width() {
    return width;
  }

  /** Whether every column is dense. */
  boolean isDense() {
    return denseColumns.length == width;
  }

  List<Table> tables() {
    return tables;
  }

  SparseInput sparse() {
    return sparse;
  }

  /** The columns of what a sparse layer finds dense: the dense part's, then each table's. */
  int[] columnsWithTables() {
    int[] columns = Arrays.copyOf(denseColumns, denseColumns.length + width - plainWidth);
    for (int i = denseColumns.length; i < columns.length; i++) {
      columns[i] = plainWidth + i - denseColumns.length;
    }
    return columns;
  }
}
