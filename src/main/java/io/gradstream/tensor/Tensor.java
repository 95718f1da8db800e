package io.gradstream.tensor;

import java.util.Arrays;

/**
 * A dense row-major array of float32 whose leading extent may be partly in use.
 *
 * <p>A tensor is allocated for a capacity of rows; {@link #useRows} says how many of them count
 * from now on, without allocating, so one buffer serves batches of every size up to its capacity.
 */
public final class Tensor {
  private final float[] data;
  private final Shape capacity;
  private final int columns;
  private int rows;

  private Tensor(float[] data, Shape capacity) {
    this.data = data;
    this.capacity = capacity;
    this.columns = elementsPerRow(capacity);
    this.rows = capacity.rank() == 0 ? 1 : capacity.extent(0);
  }

  /**
   * A tensor of zeros.
   *
   * @throws IllegalArgumentException if an extent is negative
   * @throws ArithmeticException if an {@code int} does not hold the number of elements
   */
  public static Tensor zeros(int... extents) {
    return zeros(Shape.of(extents));
  }

  /**
   * A tensor of zeros.
   *
   * @throws ArithmeticException if an {@code int} does not hold the number of elements
   */
  public static Tensor zeros(Shape shape) {
    return new Tensor(new float[shape.size()], shape);
  }

  /**
   * A tensor over {@code data}, which is not copied.
   *
   * @throws IllegalArgumentException if the array has not exactly the shape's number of elements
   */
  public static Tensor wrap(float[] data, Shape shape) {
    if (data.length != shape.size()) {
      throw new IllegalArgumentException(
          "a tensor of shape " + shape + " needs " + shape.size() + " elements: " + data.length);
    }
    return new Tensor(data, shape);
  }

  /** A matrix of these rows, which all have the first one's length, unchecked; copied. */
  public static Tensor of(float[][] rows) {
    Tensor matrix = zeros(rows.length, rows.length == 0 ? 0 : rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, matrix.data, i * rows[0].length, rows[0].length);
    }
    return matrix;
  }

  /** A vector of these elements; copied. */
  public static Tensor of(float... elements) {
    return wrap(elements.clone(), Shape.of(elements.length));
  }

  /**
   * The backing array, shared: element {@code [i, j]} of a matrix is {@code data()[i * columns() +
   * j]}.
   */
  public float[] data() {
    return data;
  }

  /** The shape in use: the capacity's, with {@link #rows()} as its leading extent. */
  public Shape shape() {
    if (capacity.rank() == 0 || rows == capacity.extent(0)) {
      return capacity;
    }
    int[] extents = new int[capacity.rank()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = axis == 0 ? rows : capacity.extent(axis);
    }
    return Shape.of(extents);
  }

  /** The shape this tensor was allocated with. */
  public Shape capacity() {
    return capacity;
  }

  /** The leading extent in use; 1 for a scalar. */
  public int rows() {
    return rows;
  }

  /** The number of elements of one row; 1 for a scalar or a vector. */
  public int columns() {
    return columns;
  }

  /** The number of elements in use. */
  public int size() {
    return rows * columns;
  }

  /**
   * Sets how many leading rows are in use. No element changes: a row that comes into use holds what
   * it held before.
   *
   * @throws IllegalArgumentException if that is negative or more than the capacity has
   */
  public void useRows(int count) {
    if (count == rows) {
      return;
    }
    int most = capacity.rank() == 0 ? 1 : capacity.extent(0);
    if (count < 0 || count > most) {
      throw new IllegalArgumentException("rows must be between 0 and " + most + ": " + count);
    }
    rows = count;
  }

  /** Sets every element in use. */
  public void fill(float element) {
    int size = size();
    if (size == 1) {
      data[0] = element;
    } else {
      Arrays.fill(data, 0, size, element);
    }
  }

  /** Multiplies every element in use. */
  public void scaleInPlace(float factor) {
    for (int i = 0; i < size(); i++) {
      data[i] *= factor;
    }
  }

  /** Whether every element in use is a finite number. */
  public boolean isFinite() {
    return areFinite(data, size());
  }

  /** Whether the first {@code count} elements are finite numbers. */
  public static boolean areFinite(float[] elements, int count) {
    // Zero times anything else is no zero; four sums do not wait for each other.
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      s0 += 0 * elements[i];
      s1 += 0 * elements[i + 1];
      s2 += 0 * elements[i + 2];
      s3 += 0 * elements[i + 3];
    }
    for (; i < count; i++) {
      s0 += 0 * elements[i];
    }
    return s0 + s1 + s2 + s3 == 0;
  }

  /** A tensor of its own with the elements in use; its capacity is the shape in use. */
  public Tensor copy() {
    return wrap(Arrays.copyOf(data, size()), shape());
  }

  /** The shape and the first elements, at most 8, for people. */
  @Override
  public String toString() {
    return shape() + Arrays.toString(Arrays.copyOf(data, Math.min(size(), 8)));
  }

  private static int elementsPerRow(Shape shape) {
    int elements = 1;
    for (int axis = 1; axis < shape.rank(); axis++) {
      elements *= shape.extent(axis);
    }
    return elements;
  }
}
