package io.gradstream.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * {@code C = A · B} by tiles that stay in registers: four rows of C by two vectors of its columns.
 *
 * <p>A tile needs eight multiplications for six loads, which keeps the multipliers of machines with
 * 256 and with 512 bits busy, in fourteen registers. Where there are enough rows to pay for it, the
 * columns of B that a tile needs are first laid out as a panel, so many of its rows that the panel
 * stays in the first cache; a transposed B is turned there, if it is not so deep that dot products
 * ({@link VectorDots}) are faster. Columns that fill no vector are computed as if they did, on what
 * lies behind them in B, into a tile of their own of which the columns are taken that are C's.
 * Every element is a chain of fused multiplications over k in order, whichever tile it is in.
 * Strides are read into variables first: read anew in a loop, they cost Java 17 its last registers.
 *
 * <p>A product in progress belongs to one thread, which uses it for all its products.
 */
final class VectorProduct {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;
  private static final int DEPTH = 128;
  static final int PANEL_ROWS = 16;

  /** Rows that are taken together. */
  static final int TILE_ROWS = 4;

  private static final ThreadLocal<VectorProduct> OWN = ThreadLocal.withInitial(VectorProduct::new);

  private final float[] panel = new float[DEPTH * WIDTH];
  private final float[] tile = new float[4 * LANES];
  private final float[] zeros = new float[WIDTH];

  /* What the rows of a tile start from unless the product is added to C. */
  private float[] initial = zeros;
  private int initialFrom;

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
    VectorProduct product = OWN.get().toward(c, add).left(a.data(), a.columns(), 1);
    product.run(a.rows(), a.columns(), b.data());
  }

  /** {@code C = Aᵀ · B}. */
  static void transposedA(Tensor a, Tensor b, Tensor c, boolean add) {
    VectorProduct product = OWN.get().toward(c, add).left(a.data(), 1, a.columns());
    product.run(a.columns(), a.rows(), b.data());
  }

  /**
   * {@code C = A · Bᵀ} where panels pay, as far as its columns fill vectors; says how many were
   * done.
   */
  static int transposedB(Tensor a, Tensor b, Tensor c, boolean add) {
    if (a.rows() < PANEL_ROWS || a.columns() > DEPTH) {
      return 0;
    }
    VectorProduct product = OWN.get().toward(c, add).left(a.data(), a.columns(), 1);
    return product.runTurned(a.rows(), a.columns(), b.data(), false);
  }

  /**
   * {@code y = x · wᵀ + bias}, and what is negative made 0 if it is to be rectified, where panels
   * pay and the columns of y fill vectors; says whether it did.
   */
  static boolean linear(Tensor x, Tensor w, float @Nullable [] bias, boolean rectified, Tensor y) {
    if (x.rows() < PANEL_ROWS || x.columns() > DEPTH || y.columns() % LANES != 0) {
      return false;
    }
    VectorProduct product = OWN.get().toward(y, false).left(x.data(), x.columns(), 1);
    product.initial = bias == null ? product.zeros : bias;
    product.runTurned(x.rows(), x.columns(), w.data(), rectified);
    return true;
  }

  private VectorProduct toward(Tensor to, boolean adding) {
    c = to.data();
    n = to.columns();
    add = adding;
    initial = zeros;
    initialFrom = 0;
    return this;
  }

  private VectorProduct left(float[] data, int ofRow, int ofInner) {
    a = data;
    rowStride = ofRow;
    stride = ofInner;
    return this;
  }

  private void run(int rows, int inner, float[] right) {
    boolean adding = add;
    boolean panels = rows >= PANEL_ROWS && n >= LANES;
    int step = panels ? DEPTH : Math.max(1, inner);
    for (int k = 0; k == 0 || k < inner; k += step) {
      int depth = Math.min(step, inner - k);
      add = adding || k > 0;
      int column = 0;
      for (; column + WIDTH <= n; column += WIDTH) {
        place(right, k, depth, column, WIDTH, panels);
        wide(rows, k, depth, column);
      }
      if (column + LANES <= n) {
        place(right, k, depth, column, LANES, panels);
        narrow(rows, k, depth, column);
        column += LANES;
      }
      if (column < n) {
        edge(right, rows, k, depth, column);
      }
    }
  }

  private int runTurned(int rows, int inner, float[] right, boolean rectified) {
    lookAt(panel, 0, WIDTH);
    int column = 0;
    while (column + LANES <= n) {
      int width = column + WIDTH <= n ? WIDTH : LANES;
      turn(right, column * inner, inner, width);
      initialFrom = initial == zeros ? 0 : column;
      if (width == WIDTH) {
        wide(rows, 0, inner, column);
      } else {
        narrow(rows, 0, inner, column);
      }
      if (rectified) {
        rectify(rows, column, width);
      }
      column += width;
    }
    return column;
  }

  /* While these columns of C are in the first cache. */
  private void rectify(int rows, int column, int width) {
    for (int row = 0, at = column; row < rows; row++, at += n) {
      VectorElements.relu(c, at, c, at, width);
    }
  }

  private void turn(float[] right, int first, int inner, int columns) {
    for (int column = 0; column < columns; column += 4) {
      int at = first + column * inner;
      for (int row = 0, to = column; row < inner; row++, to += WIDTH) {
        panel[to] = right[at + row];
        panel[to + 1] = right[at + inner + row];
        panel[to + 2] = right[at + 2 * inner + row];
        panel[to + 3] = right[at + 3 * inner + row];
      }
    }
  }

  /** Says where the tiles find the rows of B from k on, and lays them out there if need be. */
  private void place(float[] right, int k, int depth, int column, int width, boolean panels) {
    if (!panels) {
      lookAt(right, k * n + column, n);
      return;
    }
    lookAt(panel, 0, width);
    for (int row = 0; row < depth; row++) {
      System.arraycopy(right, (k + row) * n + column, panel, row * width, width);
    }
  }

  private void lookAt(float[] right, int first, int stride) {
    b = right;
    from = first;
    depthStride = stride;
  }

  /* A vector of B that begins in the last columns ends in the next row. Where there is none left
   * to end in, which is in the last rows of B, it is laid out in the panel. */
  private void edge(float[] right, int rows, int k, int depth, int column) {
    int last = right.length - column - LANES;
    int readable = last < 0 ? 0 : Math.max(0, Math.min(depth, last / n + 1 - k));
    if (readable > 0) {
      lookAt(right, k * n + column, n);
      edgeTiles(rows, k, readable, column);
      add = true;
    }
    if (readable < depth) {
      for (int row = readable; row < depth; row++) {
        int to = (row - readable) * LANES;
        System.arraycopy(right, (k + row) * n + column, panel, to, n - column);
      }
      lookAt(panel, 0, LANES);
      edgeTiles(rows, k + readable, depth - readable, column);
    }
  }

  private void edgeTiles(int rows, int k, int depth, int column) {
    float[] whole = c;
    int columns = n;
    int width = columns - column;
    c = tile;
    n = LANES;
    for (int row = 0; row < rows; row += 4) {
      int tall = Math.min(4, rows - row);
      int to = row * columns + column;
      if (add) {
        copy(whole, to, columns, tile, 0, LANES, tall, width);
      }
      tile(row * rowStride + k * stride, depth, tall);
      copy(tile, 0, LANES, whole, to, columns, tall, width);
    }
    c = whole;
    n = columns;
  }

  private void tile(int at, int depth, int rows) {
    if (rows == 4) {
      fourByOne(at, depth, 0);
    } else {
      for (int i = 0; i < rows; i++) {
        oneByOne(at + i * rowStride, depth, i * LANES);
      }
    }
  }

  private static void copy(
      float[] source,
      int from,
      int fromStride,
      float[] target,
      int to,
      int toStride,
      int rows,
      int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        target[to + i * toStride + j] = source[from + i * fromStride + j];
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
    float[] start = add ? c : initial;
    int first = add ? to : initialFrom;
    int next = add ? n : 0;
    FloatVector c00 = FloatVector.fromArray(SPECIES, start, first);
    FloatVector c01 = FloatVector.fromArray(SPECIES, start, first + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, start, first + next);
    FloatVector c11 = FloatVector.fromArray(SPECIES, start, first + next + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, start, first + 2 * next);
    FloatVector c21 = FloatVector.fromArray(SPECIES, start, first + 2 * next + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, start, first + 3 * next);
    FloatVector c31 = FloatVector.fromArray(SPECIES, start, first + 3 * next + LANES);
    int step = stride;
    int down = depthStride;
    for (int k = 0, i = at, j = from; k < depth; k++, i += step, j += down) {
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
    float[] start = add ? c : initial;
    int first = add ? to : initialFrom;
    FloatVector c0 = FloatVector.fromArray(SPECIES, start, first);
    FloatVector c1 = FloatVector.fromArray(SPECIES, start, first + LANES);
    int step = stride;
    int down = depthStride;
    for (int k = 0, i = at, j = from; k < depth; k++, i += step, j += down) {
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
    float[] start = add ? c : initial;
    int first = add ? to : initialFrom;
    int next = add ? n : 0;
    FloatVector c0 = FloatVector.fromArray(SPECIES, start, first);
    FloatVector c1 = FloatVector.fromArray(SPECIES, start, first + next);
    FloatVector c2 = FloatVector.fromArray(SPECIES, start, first + 2 * next);
    FloatVector c3 = FloatVector.fromArray(SPECIES, start, first + 3 * next);
    int step = stride;
    int down = depthStride;
    for (int k = 0, i = at, j = from; k < depth; k++, i += step, j += down) {
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
    FloatVector c0 = FloatVector.fromArray(SPECIES, add ? c : initial, add ? to : initialFrom);
    int step = stride;
    int down = depthStride;
    for (int k = 0, i = at, j = from; k < depth; k++, i += step, j += down) {
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[i]);
      c0 = a0.fma(FloatVector.fromArray(SPECIES, right, j), c0);
    }
    c0.intoArray(c, to);
  }
}
