package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Rows followed by what their indices stand for in tables: {@code x [rows, in]}, {@code table i
 * [entries, size i]}, {@code y [rows, in + Σ size]}. An index below 0 stands for zeros.
 */
final class Embeddings extends Op {
  private final Node x;
  private final SparseInput sparse;
  private final Node[] tables;
  private final RowGradients[] gradients;

  Embeddings(Node x, SparseInput sparse, List<? extends Node> tables) {
    super(shape(x, tables), inputs(x, tables));
    this.x = x;
    this.sparse = sparse;
    this.tables = tables.toArray(Node[]::new);
    this.gradients =
        tables.stream()
            .map(table -> Objects.requireNonNull(table.sparseGradients()))
            .toArray(RowGradients[]::new);
  }

  @Override
  void forward() {
    Tensor y = outputLike(x);
    int in = x.value().columns();
    int[] ids = sparse.ids();
    for (int row = 0; row < y.rows(); row++) {
      int at = row * y.columns();
      System.arraycopy(x.value().data(), row * in, y.data(), at, in);
      at += in;
      for (int i = 0; i < tables.length; i++) {
        copyEntry(ids[row * tables.length + i], tables[i].value(), y.data(), at);
        at += tables[i].value().columns();
      }
    }
  }

  private static void copyEntry(int id, Tensor table, float[] y, int at) {
    int size = table.columns();
    for (int k = 0; k < size; k++) {
      y[at + k] = id < 0 ? 0 : table.data()[id * size + k];
    }
  }

  /** Adds to the tables' rows that were looked up, and to the columns that were passed on. */
  @Override
  void backward() {
    float[] dy = slope();
    int in = x.value().columns();
    int out = output().value().columns();
    int[] ids = sparse.ids();
    for (int row = 0; row < output().value().rows(); row++) {
      int at = row * out + in;
      for (int i = 0; i < tables.length; i++) {
        int size = tables[i].value().columns();
        addEntry(ids[row * tables.length + i], gradients[i], dy, at, size);
        at += size;
      }
      if (x.requiresGradient()) {
        add(dy, row * out, x.gradientToAddTo(), row * in, in);
      }
    }
  }

  private static void addEntry(int id, RowGradients table, float[] dy, int at, int size) {
    if (id >= 0) {
      int to = table.touch(id);
      add(dy, at, table.gradients(), to, size);
    }
  }

  private static void add(float[] from, int i, float[] to, int j, int n) {
    for (int k = 0; k < n; k++) {
      to[j + k] += from[i + k];
    }
  }

  private static Node[] inputs(Node x, List<? extends Node> tables) {
    List<Node> inputs = new ArrayList<>(tables);
    inputs.add(0, x);
    return inputs.toArray(Node[]::new);
  }

  private static Shape shape(Node x, List<? extends Node> tables) {
    Shape dense = x.capacity();
    int width = dense.rank() == 2 ? dense.extent(1) : -1;
    for (Node table : tables) {
      if (width < 0 || table.capacity().rank() != 2 || table.sparseGradients() == null) {
        throw new IllegalArgumentException(
            "embeddings need [rows, in] and sparse tables of [entries, size]: %s and %s"
                .formatted(dense, table.capacity()));
      }
      width += table.capacity().extent(1);
    }
    return Shape.of(dense.extent(0), width);
  }
}
