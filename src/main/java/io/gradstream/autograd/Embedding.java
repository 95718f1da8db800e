package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;

/**
 * The rows of {@code x} with one column, an index into a table, replaced by that row of the table:
 * {@code x [rows, in]}, {@code table [entries, size]}, {@code y [rows, in - 1 + size]}.
 */
final class Embedding extends Op {
  private final Node x;
  private final Node table;
  private final int column;

  Embedding(Node x, Node table, int column) {
    super(shape(x.capacity(), table.capacity(), column), x, table);
    this.x = x;
    this.table = table;
    this.column = column;
  }

  @Override
  void forward() {
    Tensor y = outputLike(x);
    int size = table.value().columns();
    int in = x.value().columns();
    int out = y.columns();
    int behind = in - column - 1;
    for (int row = 0; row < y.rows(); row++) {
      float[] from = x.value().data();
      System.arraycopy(from, row * in, y.data(), row * out, column);
      System.arraycopy(table.value().data(), entry(row), y.data(), row * out + column, size);
      System.arraycopy(from, row * in + column + 1, y.data(), row * out + column + size, behind);
    }
  }

  /** Adds to the table's rows that were looked up, and to the columns that were passed on. */
  @Override
  void backward() {
    float[] dy = slope();
    int size = table.value().columns();
    int in = x.value().columns();
    int out = in - 1 + size;
    if (table.requiresGradient()) {
      for (int row = 0; row < x.value().rows(); row++) {
        int to = table.touch(entry(row) / size);
        add(dy, row * out + column, table.rowGradients(), to, size);
      }
    }
    if (x.requiresGradient()) {
      float[] dx = x.gradientToAddTo();
      for (int row = 0; row < x.value().rows(); row++) {
        add(dy, row * out, dx, row * in, column);
        add(dy, row * out + column + size, dx, row * in + column + 1, in - column - 1);
      }
    }
  }

  private static void add(float[] from, int i, float[] to, int j, int n) {
    for (int k = 0; k < n; k++) {
      to[j + k] += from[i + k];
    }
  }

  /** Where the entry of a row starts in the table. */
  private int entry(int row) {
    float index = x.value().data()[row * x.value().columns() + column];
    int entries = table.value().rows();
    if (!(index >= 0 && index < entries) || index != (int) index) {
      throw new IllegalArgumentException(
          "an embedding's index must be a whole number from 0 to " + (entries - 1) + ": " + index);
    }
    return (int) index * table.value().columns();
  }

  private static Shape shape(Shape x, Shape table, int column) {
    if (x.rank() != 2 || table.rank() != 2 || column < 0 || column >= x.extent(1)) {
      throw new IllegalArgumentException(
          "embedding needs [rows, in], a table of [entries, size] and a column below in: "
              + x
              + ", "
              + table
              + " and "
              + column);
    }
    return Shape.of(x.extent(0), x.extent(1) - 1 + table.extent(1));
  }
}
