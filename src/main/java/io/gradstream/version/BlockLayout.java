package io.gradstream.version;

import io.gradstream.tensor.Shape;

/**
 * How tensors of one shape are cut into blocks: their elements in one order, so many a block, the
 * last block with what is left.
 *
 * @param shape the whole tensor's
 * @param order in which its elements follow each other
 * @param size elements of a block
 */
public record BlockLayout(Shape shape, Order order, int size) {
  /** An order of a tensor's elements. */
  public enum Order {
    /** Row by row, as a tensor has them. */
    ROWS,
    /** Column by column: what one input of a {@code [out, in]} matrix touches lies together. */
    COLUMNS
  }

  /**
   * @throws IllegalArgumentException if a block has no element, or what has columns is no matrix
   */
  public BlockLayout {
    if (size < 1) {
      throw new IllegalArgumentException("a block must have at least 1 element: " + size);
    }
    if (order == Order.COLUMNS && shape.rank() != 2) {
      throw new IllegalArgumentException("only a matrix has columns: " + shape);
    }
  }

  /** How many blocks there are. */
  public int count() {
    return (int) (((long) shape.size() + size - 1) / size);
  }

  /** Where a block begins. */
  public int start(int block) {
    return block * size;
  }

  /** The elements of one block. */
  public int length(int block) {
    return Math.min(size, shape.size() - start(block));
  }
}
