package io.gradstream.autograd;

import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows x that a linear layer has multiplied a weight by in its newest backward pass, {@code y =
 * x · wᵀ}, and how the loss behind it bends with y: what an optimizer needs beyond the gradient
 * {@code ∂w = ∂yᵀ · x} to know how large a column is, and how far a step would take an output.
 *
 * <p>A row is read with {@link #read}, one after the other; nothing is copied before. Not
 * thread-safe.
 */
public final class InputRows {
  private final boolean byColumn;
  private final int elements;
  private @Nullable Node input;
  private @Nullable Node output;
  private @Nullable SparseInput sparse;
  private int[] denseColumns = {};
  private int[] columns = {};
  private float[] values = {};

  /** Those of a weight of rows so long; whether such a row is what an input column touches. */
  InputRows(int elements, boolean byColumn) {
    this.elements = elements;
    this.byColumn = byColumn;
  }

  /** Shows those of a pass; without {@code dense} every column is, in its order. */
  void show(Node x, int @Nullable [] dense, @Nullable SparseInput mostlyZero, Node y) {
    if (input != x) {
      input = x;
      output = y;
      sparse = mostlyZero;
      denseColumns = dense == null ? range(x.value().columns()) : dense;
    }
  }

  private static int[] range(int count) {
    int[] range = new int[count];
    Arrays.setAll(range, i -> i);
    return range;
  }

  /** How many rows there are; 0 before the first pass. */
  public int rows() {
    return input == null ? 0 : input.value().rows();
  }

  /**
   * Reads a row: its entries are the first so many of {@link #columns} and {@link #values}. A
   * column may come twice, and counts with the sum.
   */
  public int read(int row) {
    Node x = Objects.requireNonNull(input);
    int dense = denseColumns.length;
    SparseRows rest = sparse == null ? null : sparse.rows();
    int from = rest == null ? 0 : rest.start(row);
    int more = rest == null ? 0 : rest.end(row) - from;
    reserve(dense + more);
    System.arraycopy(denseColumns, 0, columns, 0, dense);
    System.arraycopy(x.value().data(), row * dense, values, 0, dense);
    if (rest != null) {
      System.arraycopy(rest.indices(), from, columns, dense, more);
      System.arraycopy(rest.values(), from, values, dense, more);
    }
    return dense + more;
  }

  private void reserve(int size) {
    if (size > columns.length) {
      columns = new int[2 * size];
      values = new float[2 * size];
    }
  }

  /** How many entries of a row, the first, are of columns that every row has. */
  public int denseEntries() {
    return denseColumns.length;
  }

  /** The columns of the row that was read last; shared. */
  public int[] columns() {
    return columns;
  }

  /** The values in them; shared. */
  public float[] values() {
    return values;
  }

  /** How many outputs a row has. */
  public int outputs() {
    return output == null ? 0 : output.value().columns();
  }

  /** Where the weight from a column to an output is among the parameter's elements. */
  public int index(int column, int output) {
    return byColumn ? column * elements + output : output * elements + column;
  }

  /**
   * The second derivative of the loss by an output, scaled as the gradient is; 0 where the loss
   * does not read the outputs themselves.
   */
  public float curvature(int row, int column) {
    Tensor curvature = output == null ? null : output.curvature();
    return curvature == null ? 0 : curvature.data()[row * curvature.columns() + column];
  }
}
