package io.gradstream.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C = A · B} by tiles that stay in registers: four rows of C by two vectors of its columns.
 *
 * <p>A tile needs eight multiplications for six loads, which keeps the multipliers of machines with
 * 256 and with 512 bits busy, in fourteen registers. Where there are enough rows to pay for it, the
 * columns of B that a tile needs are first laid out as a panel, so many of its rows that the panel
 * stays in the first cache; that is also where a transposed B is turned. Every element is a chain
 * of fused multiplications over k in order, whichever tile it is in.
 *
 * <p>A product in progress belongs to one thread, which uses it for all its products.
 */
final class VectorProduct {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;
  private static final int DEPTH = 128;
  private static final int PANEL_ROWS = 16;
  private static final ThreadLocal<VectorProduct> OWN = ThreadLocal.withInitial(VectorProduct::new);

  private final float[] panel = new float[DEPTH * WIDTH];

  /* A[i, k] is a[i * rowStride + k * stride]. */
  private float[] a = panel;
  private int rowStride;
  private int stride;

  /* The tile's B[k, j] is b[from + k * depthStride + j]. */
  private float[] b = panel;
  private int from;
  private int depthStride;

  private float[] c = panel;
  private int n;
  private boolean add;

  /** {@code C = A · B}. */
  static void straight(Tensor a, Tensor b, Tensor c, boolean add) {
    if (c.columns() >= LANES) {
      VectorProduct product = OWN.get().toward(c, add).left(a.data(), a.columns(), 1);
      product.run(a.rows(), a.columns(), b.data(), false);
    }
    lastColumns(a.data(), a.columns(), 1, a.columns(), b, c, add);
  }

  /** {@code C = Aᵀ · B}. */
  static void transposedA(Tensor a, Tensor b, Tensor c, boolean add) {
    if (c.columns() >= LANES) {
      VectorProduct product = OWN.get().toward(c, add).left(a.data(), 1, a.columns());
      product.run(a.columns(), a.rows(), b.data(), false);
    }
    lastColumns(a.data(), 1, a.columns(), a.rows(), b, c, add);
  }

  /** {@code C = A · Bᵀ}, as far as its columns fill vectors; says how many did. */
  static int transposedB(Tensor a, Tensor b, Tensor c, boolean add) {
    if (c.columns() < LANES || a.rows() < PANEL_ROWS) {
      return 0;
    }
    VectorProduct product = OWN.get().toward(c, add).left(a.data(), a.columns(), 1);
    product.run(a.rows(), a.columns(), b.data(), true);
    return c.columns() - c.columns() % LANES;
  }

  private VectorProduct toward(Tensor to, boolean adding) {
    c = to.data();
    n = to.columns();
    add = adding;
    return this;
  }

  private VectorProduct left(float[] data, int ofRow, int ofInner) {
    a = data;
    rowStride = ofRow;
    stride = ofInner;
    return this;
  }

  private void run(int rows, int inner, float[] right, boolean turned) {
    boolean adding = add;
    boolean panels = turned || rows >= PANEL_ROWS;
    int step = panels ? DEPTH : Math.max(1, inner);
    for (int k = 0; k == 0 || k < inner; k += step) {
      int depth = Math.min(step, inner - k);
      add = adding || k > 0;
      int column = 0;
      for (; column + WIDTH <= n; column += WIDTH) {
        place(right, k, depth, column, WIDTH, inner, panels, turned);
        wide(rows, k, depth, column);
      }
      if (column + LANES <= n) {
        place(right, k, depth, column, LANES, inner, panels, turned);
        narrow(rows, k, depth, column);
      }
    }
  }

  /** Says where the tiles find the rows of B from k on, and lays them out there if need be. */
  private void place(
      float[] right,
      int k,
      int depth,
      int column,
      int width,
      int inner,
      boolean panels,
      boolean turned) {
    if (!panels) {
      b = right;
      from = k * n + column;
      depthStride = n;
      return;
    }
    b = panel;
    from = 0;
    depthStride = width;
    if (turned) {
      turn(right, column * inner + k, inner, depth, width);
    } else {
      for (int row = 0; row < depth; row++) {
        System.arraycopy(right, (k + row) * n + column, panel, row * width, width);
      }
    }
  }

  private void turn(float[] right, int first, int inner, int depth, int width) {
    for (int column = 0; column < width; column += 4) {
      int at = first + column * inner;
      for (int row = 0, to = column; row < depth; row++, to += width) {
        panel[to] = right[at + row];
        panel[to + 1] = right[at + inner + row];
        panel[to + 2] = right[at + 2 * inner + row];
        panel[to + 3] = right[at + 3 * inner + row];
      }
    }
  }

  private void wide(int rows, int k, int depth, int column) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      fourByTwo(row * rowStride + k * stride, depth, row * n + column);
    }
    for (; row < rows; row++) {
      oneByTwo(row * rowStride + k * stride, depth, row * n + column);
    }
  }

  private void narrow(int rows, int k, int depth, int column) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      fourByOne(row * rowStride + k * stride, depth, row * n + column);
    }
    for (; row < rows; row++) {
      oneByOne(row * rowStride + k * stride, depth, row * n + column);
    }
  }

  private void fourByTwo(int at, int depth, int to) {
    float[] left = a;
    float[] right = b;
    int toNext = rowStride;
    int to1 = to + n;
    int to2 = to1 + n;
    int to3 = to2 + n;
    FloatVector c00 = start(to);
    FloatVector c01 = start(to + LANES);
    FloatVector c10 = start(to1);
    FloatVector c11 = start(to1 + LANES);
    FloatVector c20 = start(to2);
    FloatVector c21 = start(to2 + LANES);
    FloatVector c30 = start(to3);
    FloatVector c31 = start(to3 + LANES);
    for (int k = 0, i = at, j = from; k < depth; k++, i += stride, j += depthStride) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, right, j);
      FloatVector b1 = FloatVector.fromArray(SPECIES, right, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, left[i + toNext]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, left[i + 2 * toNext]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, left[i + 3 * toNext]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c10.intoArray(c, to1);
    c11.intoArray(c, to1 + LANES);
    c20.intoArray(c, to2);
    c21.intoArray(c, to2 + LANES);
    c30.intoArray(c, to3);
    c31.intoArray(c, to3 + LANES);
  }

  private void oneByTwo(int at, int depth, int to) {
    float[] left = a;
    float[] right = b;
    FloatVector c0 = start(to);
    FloatVector c1 = start(to + LANES);
    for (int k = 0, i = at, j = from; k < depth; k++, i += stride, j += depthStride) {
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[i]);
      c0 = a0.fma(FloatVector.fromArray(SPECIES, right, j), c0);
      c1 = a0.fma(FloatVector.fromArray(SPECIES, right, j + LANES), c1);
    }
    c0.intoArray(c, to);
    c1.intoArray(c, to + LANES);
  }

  private void fourByOne(int at, int depth, int to) {
    float[] left = a;
    float[] right = b;
    int toNext = rowStride;
    FloatVector c0 = start(to);
    FloatVector c1 = start(to + n);
    FloatVector c2 = start(to + 2 * n);
    FloatVector c3 = start(to + 3 * n);
    for (int k = 0, i = at, j = from; k < depth; k++, i += stride, j += depthStride) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, right, j);
      c0 = b0.fma(FloatVector.broadcast(SPECIES, left[i]), c0);
      c1 = b0.fma(FloatVector.broadcast(SPECIES, left[i + toNext]), c1);
      c2 = b0.fma(FloatVector.broadcast(SPECIES, left[i + 2 * toNext]), c2);
      c3 = b0.fma(FloatVector.broadcast(SPECIES, left[i + 3 * toNext]), c3);
    }
    c0.intoArray(c, to);
    c1.intoArray(c, to + n);
    c2.intoArray(c, to + 2 * n);
    c3.intoArray(c, to + 3 * n);
  }

  private void oneByOne(int at, int depth, int to) {
    float[] left = a;
    float[] right = b;
    FloatVector c0 = start(to);
    for (int k = 0, i = at, j = from; k < depth; k++, i += stride, j += depthStride) {
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[i]);
      c0 = a0.fma(FloatVector.fromArray(SPECIES, right, j), c0);
    }
    c0.intoArray(c, to);
  }

  private FloatVector start(int at) {
    return add ? FloatVector.fromArray(SPECIES, c, at) : FloatVector.zero(SPECIES);
  }

  /* The columns that fill no vector: a row of C at a time, k outside, so that B is read as it lies
   * and the columns' chains of additions run beside each other. */
  private static void lastColumns(
      float[] a, int rowStride, int stride, int inner, Tensor right, Tensor product, boolean add) {
    float[] b = right.data();
    float[] c = product.data();
    int n = product.columns();
    int first = n - n % LANES;
    if (first == n) {
      return;
    }
    for (int row = 0; row < product.rows(); row++) {
      int to = row * n;
      for (int column = first; !add && column < n; column++) {
        c[to + column] = 0;
      }
      for (int k = 0; k < inner; k++) {
        float ai = a[row * rowStride + k * stride];
        for (int column = first; column < n; column++) {
          c[to + column] = Math.fma(ai, b[k * n + column], c[to + column]);
        }
      }
    }
  }
}
