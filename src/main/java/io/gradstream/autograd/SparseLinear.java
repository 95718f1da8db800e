package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = s · w + b}, fused, for rows s that are mostly zero: {@code s [rows, in]}, {@code w
 * [in, out]}, {@code b [out]}.
 *
 * <p>Some columns of s may be dense: column {@code columns[j]} is column j of {@code x [rows,
 * dense]}. The others are those of the sparse input. The gradient touches the rows of w of the
 * dense columns, and those whose column has an entry in some row of the batch.
 */
final class SparseLinear extends Op {
  private static final Kernels KERNELS = Kernels.best();
  private final Node x;
  private final int[] columns;
  private final SparseInput sparse;
  private final Node weight;
  private final RowGradients gradients;
  private final @Nullable Node bias;
  private final int out;

  SparseLinear(Node x, int[] columns, SparseInput sparse, Node weight, @Nullable Node bias) {
    super(
        shape(x, columns, sparse, weight),
        bias == null ? inputs(x, weight) : inputs(x, weight, bias));
    this.x = x;
    this.columns = columns.clone();
    this.sparse = sparse;
    this.weight = weight;
    this.gradients = Objects.requireNonNull(weight.sparseGradients());
    this.bias = bias;
    this.out = weight.value().columns();
  }

  @Override
  void forward() {
    Tensor y = outputLike(x);
    SparseRows rows = rows();
    for (int row = 0; row < y.rows(); row++) {
      if (out == 1) {
        y.data()[row] = sum(rows, row);
      } else {
        addUp(rows, row, y.data());
      }
    }
  }

  private SparseRows rows() {
    SparseRows rows = sparse.rows();
    if (rows.rows() != x.value().rows()) {
      throw new IllegalArgumentException(
          "a sparse linear needs as many sparse rows as dense ones: %d and %d"
              .formatted(rows.rows(), x.value().rows()));
    }
    return rows;
  }

  private float sum(SparseRows rows, int row) {
    float[] w = weight.value().data();
    float sum = bias == null ? 0 : bias.value().data()[0];
    int from = row * columns.length;
    for (int j = 0; j < columns.length; j++) {
      sum += x.value().data()[from + j] * w[columns[j]];
    }
    int[] indices = rows.indices();
    float[] values = rows.values();
    for (int entry = rows.start(row); entry < rows.end(row); entry++) {
      sum += values[entry] * w[indices[entry]];
    }
    return sum;
  }

  private void addUp(SparseRows rows, int row, float[] y) {
    float[] w = weight.value().data();
    int to = row * out;
    for (int k = 0; k < out; k++) {
      y[to + k] = bias == null ? 0 : bias.value().data()[k];
    }
    for (int j = 0; j < columns.length; j++) {
      float element = x.value().data()[row * columns.length + j];
      KERNELS.axpy(element, w, columns[j] * out, y, to, out);
    }
    for (int entry = rows.start(row); entry < rows.end(row); entry++) {
      KERNELS.axpy(rows.values()[entry], w, rows.indices()[entry] * out, y, to, out);
    }
  }

  /** {@code ∂w = sᵀ · ∂y, ∂x = ∂y · wᵀ in its columns, ∂b = the sum of ∂y's rows}. */
  @Override
  void backward() {
    Tensor slope = output().gradientBuffer();
    if (bias != null && bias.requiresGradient()) {
      KERNELS.sumRows(slope, bias.gradientBuffer().data(), bias.holdGradient());
    }
    if (x.requiresGradient()) {
      slopeTowardDense(slope);
    }
    SparseRows rows = sparse.rows();
    for (int row = 0; row < slope.rows(); row++) {
      slopeTowardWeight(rows, row, slope.data());
    }
    // Last: a look at the weight before them made compiled loops over a few entries a third slower.
    InputRows seen = weight.inputRows();
    if (seen != null) {
      seen.show(x, columns, sparse, output());
    }
  }

  @Override
  boolean wantsCurvature() {
    return weight.inputRows() != null;
  }

  private void slopeTowardWeight(SparseRows rows, int row, float[] dy) {
    for (int j = 0; j < columns.length; j++) {
      float element = x.value().data()[row * columns.length + j];
      addSlope(element, columns[j], row, dy);
    }
    if (out == 1) {
      addSlopes(rows, row, dy[row]);
      return;
    }
    for (int entry = rows.start(row); entry < rows.end(row); entry++) {
      addSlope(rows.values()[entry], rows.indices()[entry], row, dy);
    }
  }

  /** Those of a row whose weights are single elements, as most sparse ones are. */
  private void addSlopes(SparseRows rows, int row, float dy) {
    int[] indices = rows.indices();
    float[] values = rows.values();
    int end = rows.end(row);
    for (int entry = rows.start(row); entry < end; entry++) {
      gradients.add(indices[entry], values[entry] * dy);
    }
  }

  private void addSlope(float element, int column, int row, float[] dy) {
    if (out == 1) {
      gradients.add(column, element * dy[row]);
    } else {
      int to = gradients.touch(column);
      KERNELS.axpy(element, dy, row * out, gradients.gradients(), to, out);
    }
  }

  private void slopeTowardDense(Tensor slope) {
    float[] dx = x.gradientToAddTo();
    for (int row = 0; row < slope.rows(); row++) {
      for (int j = 0; j < columns.length; j++) {
        dx[row * columns.length + j] +=
            KERNELS.dot(slope.data(), row * out, weight.value().data(), columns[j] * out, out);
      }
    }
  }

  private static Node[] inputs(Node... inputs) {
    return inputs;
  }

  private static Shape shape(Node x, int[] columns, SparseInput sparse, Node weight) {
    Shape dense = x.capacity();
    Shape w = weight.capacity();
    int in = sparse.rows().columns();
    if (dense.rank() != 2 || dense.extent(1) != columns.length) {
      throw new IllegalArgumentException(
          "a sparse linear needs [rows, dense] for its %d dense columns: %s"
              .formatted(columns.length, dense));
    }
    if (w.rank() != 2 || w.extent(0) < in || weight.sparseGradients() == null) {
      throw new IllegalArgumentException(
          "a sparse linear over %d columns needs a sparse weight of at least as many rows: %s"
              .formatted(in, w));
    }
    return Shape.of(dense.extent(0), w.extent(1));
  }
}
