package io.gradstream.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The inner loops of the house, over flat arrays of float32.
 *
 * <p>Two implementations give the same to rounding: one on the Vector API, one in plain Java for
 * where its module is absent. Each is deterministic: the same inputs give the same bits whether the
 * code runs interpreted or compiled, since sums run in an order that is written out and no
 * operation is used whose result a compiler may choose. None allocates, but for buffers of a
 * thread's own when it first uses them; all are thread-safe.
 *
 * <p>Matrices are taken with the rows they have in use. With {@code add} a product is added to what
 * its destination holds, else it overwrites it; the destination must not be an operand.
 */
public sealed interface Kernels permits ScalarKernels, VectorKernels {
  /** The fastest kernels of this machine and this run. */
  static Kernels best() {
    return BestKernels.CHOSEN;
  }

  /**
   * How many rows to fill up a product of {@code rows} to, so that what comes out of each row is
   * the same to the last bit however many there are and where among them it stands. That holds
   * where the buffer of the rows goes on behind them for {@code wholeRows(1)} more.
   */
  default int wholeRows(int rows) {
    return rows;
  }

  /** {@code c = a · b} for {@code a [m, k]}, {@code b [k, n]}, {@code c [m, n]}. */
  void matmul(Tensor a, Tensor b, Tensor c, boolean add);

  /** {@code c = aᵀ · b} for {@code a [k, m]}, {@code b [k, n]}, {@code c [m, n]}. */
  void matmulTransposedA(Tensor a, Tensor b, Tensor c, boolean add);

  /** {@code c = a · bᵀ} for {@code a [m, k]}, {@code b [n, k]}, {@code c [m, n]}. */
  void matmulTransposedB(Tensor a, Tensor b, Tensor c, boolean add);

  /**
   * {@code y = x · wᵀ + bias} for {@code x [m, k]}, {@code w [n, k]}, {@code bias [n]} or none,
   * {@code y [m, n]}.
   *
   * @param rectified whether what is negative becomes 0
   */
  default void linear(Tensor x, Tensor w, float @Nullable [] bias, boolean rectified, Tensor y) {
    if (bias != null) {
      repeatRow(bias, y);
    }
    matmulTransposedB(x, w, y, bias != null);
    if (rectified) {
      relu(y.data(), y.data(), y.size());
    }
  }

  /** The sum of products of {@code n} elements of {@code a} from {@code i} and {@code b} from j. */
  float dot(float[] a, int i, float[] b, int j, int n);

  /** {@code Σ x²} of the first {@code n} elements. */
  default float squares(float[] x, int n) {
    return n < 64 ? fewSquares(x, n) : dot(x, 0, x, 0, n);
  }

  /** Four sums of every fourth, added up: lanes would cost more to add up than they save. */
  private static float fewSquares(float[] x, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 += x[i] * x[i];
      s1 += x[i + 1] * x[i + 1];
      s2 += x[i + 2] * x[i + 2];
      s3 += x[i + 3] * x[i + 3];
    }
    for (; i < n; i++) {
      s0 += x[i] * x[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** {@code y += factor · x} for {@code n} elements of {@code x} from i and {@code y} from j. */
  void axpy(float factor, float[] x, int i, float[] y, int j, int n);

  /** Sets every row of {@code y} to {@code row}. */
  default void repeatRow(float[] row, Tensor y) {
    if (y.columns() == 1) {
      y.fill(row[0]);
      return;
    }
    for (int at = 0; at < y.size(); at += y.columns()) {
      System.arraycopy(row, 0, y.data(), at, y.columns());
    }
  }

  /** {@code sum = the rows of x, added up}; with {@code add}, on top of what sum holds. */
  default void sumRows(Tensor x, float[] sum, boolean add) {
    if (x.columns() == 1) {
      float total = sum(x.data(), x.size());
      sum[0] = add ? sum[0] + total : total;
      return;
    }
    if (!add) {
      Arrays.fill(sum, 0, x.columns(), 0);
    }
    for (int at = 0; at < x.size(); at += x.columns()) {
      for (int column = 0; column < x.columns(); column++) {
        sum[column] += x.data()[at + column];
      }
    }
  }

  /** The sum of the first {@code n} elements: four sums of every fourth, added up. */
  private static float sum(float[] x, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < n; i++) {
      s0 += x[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  /**
   * {@code log Σ e^x} of {@code n} elements from {@code i}, at least one; shifted by the largest,
   * so that it is finite where they are.
   */
  default double logSumExp(float[] x, int i, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = i; k < i + n; k++) {
      largest = Math.max(largest, x[k]);
    }
    double sum = 0;
    for (int k = i; k < i + n; k++) {
      sum += Math.exp(x[k] - largest);
    }
    return largest + Math.log(sum);
  }

  /**
   * {@code y = e^(factor · x)} for the first {@code n} elements; y may be x. An exponent below -87
   * counts as that and one above 88 as that, so that what is finite stays so.
   */
  default void exp(float factor, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.exp(Math.max(-87, Math.min(factor * x[i], 88)));
    }
  }

  /** {@link #exp The same} less 1, exact also near 0; y may be x. */
  default void expm1(float factor, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.expm1(Math.max(-87, Math.min(factor * x[i], 88)));
    }
  }

  /** {@code y = 1} where {@code x} is positive, else {@code below}, for the first n elements. */
  default void step(float[] x, float below, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] > 0 ? 1 : below;
    }
  }

  /** {@code y = max(x, 0)} for the first {@code n} elements; y may be x. */
  default void relu(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] < 0 ? 0 : x[i];
    }
  }

  /**
   * {@code dx = dy} where {@code y} is positive, else 0, for the first {@code n} elements, or with
   * {@code add} that added to dx; without it dx may be dy.
   */
  default void reluSlope(float[] y, float[] dy, float[] dx, int n, boolean add) {
    for (int i = 0; i < n; i++) {
      float slope = y[i] > 0 ? dy[i] : 0;
      dx[i] = add ? dx[i] + slope : slope;
    }
  }

  /**
   * {@code w -= rate · (∂w + decay · w)} where {@code ∂w} is an outer product, to the same bits as
   * if it had been multiplied out.
   */
  default void descend(float[] weights, OuterProduct gradient, float rate, float decay) {
    float[] right = gradient.right();
    int at = 0;
    for (float factor : gradient.left()) {
      for (int i = 0; i < right.length; i++) {
        weights[at + i] -= rate * (factor * right[i] + decay * weights[at + i]);
      }
      at += right.length;
    }
  }

  /**
   * One step of Adam on the elements from one to another, the moments in place; the gradient of the
   * element i is at {@code i - shift}.
   */
  default void adam(
      float[] weights,
      float[] gradient,
      float[] mean,
      float[] square,
      AdamStep step,
      int from,
      int to,
      int shift) {
    for (int i = from; i < to; i++) {
      step.updateElement(weights, gradient, mean, square, i, shift);
    }
  }
}
