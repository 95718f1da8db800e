package io.gradstream.nn;

import io.gradstream.autograd.SparseInput;
import java.util.List;

/**
 * What a model's first layer gets: rows of {@code width} columns, which are dense, mostly zero, or
 * looked up in tables.
 */
public final class ModelInput {
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
   * @param column the first of the columns that the vector fills
   */
  public record Table(String name, int entries, int size, int column) {}

  /**
   * An input of {@code sparse.rows().columns()} columns.
   *
   * @param denseColumns the columns that are dense, in the order of the dense part's
   * @param tables where the columns that are neither dense nor sparse come from
   * @param sparse where the sparse part, and the tables' indices, are found
   */
  public ModelInput(int[] denseColumns, List<Table> tables, SparseInput sparse) {
    this.width = sparse.rows().columns();
    this.denseColumns = denseColumns.clone();
    this.tables = List.copyOf(tables);
    this.sparse = sparse;
  }

  int width() {
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
    int size = denseColumns.length + tables.stream().mapToInt(Table::size).sum();
    int[] columns = new int[size];
    System.arraycopy(denseColumns, 0, columns, 0, denseColumns.length);
    int at = denseColumns.length;
    for (Table table : tables) {
      for (int i = 0; i < table.size(); i++) {
        columns[at++] = table.column() + i;
      }
    }
    return columns;
  }
}
