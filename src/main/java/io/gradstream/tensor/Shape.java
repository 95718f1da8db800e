package io.gradstream.tensor;

import java.util.Arrays;

/** The extents of a tensor, outermost first; {@code []} is a scalar's. */
public final class Shape {
  private final int[] extents;

  private Shape(int[] extents) {
    this.extents = extents;
  }

  /**
   * A shape of these extents.
   *
   * @throws IllegalArgumentException if an extent is negative
   */
  public static Shape of(int... extents) {
    for (int extent : extents) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "a shape's extents must not be negative: " + Arrays.toString(extents));
      }
    }
    return new Shape(extents.clone());
  }

  /** How many extents there are: 0 for a scalar, 2 for a matrix. */
  public int rank() {
    return extents.length;
  }

  /** The extent of one axis, counted from 0 for the outermost. */
  public int extent(int axis) {
    return extents[axis];
  }

  /**
   * The number of elements.
   *
   * @throws ArithmeticException if an {@code int} does not hold it
   */
  public int size() {
    int size = 1;
    for (int extent : extents) {
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(extents, that.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** As PyTorch prints it: {@code [32, 10]}. */
  @Override
  public String toString() {
    return Arrays.toString(extents);
  }
}
