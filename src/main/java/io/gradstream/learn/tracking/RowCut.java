package io.gradstream.learn.tracking;

/**
 * How tensors are cut of which steps change rows here and there.
 *
 * @param block elements of a block
 * @param columns elements of a row that may be published without its block; 0 where none is
 */
record RowCut(int block, int columns) {
  /**
   * Where a change costs its block: small blocks, of which little is unchanged, but not so small
   * that most of a record is its key and header.
   */
  static final int SMALL = 64;

  /** Where a block is written whole only now and then: most of its record is elements. */
  static final int LARGE = 1 << 10;

  /** Where all of it is written whenever any is: few records. */
  static final int DENSE = 1 << 16;

  /** The cut of tensors that change as a whole, with at most so many elements in a block. */
  static RowCut dense(int most) {
    return new RowCut(Math.min(most, DENSE), 0);
  }

  /**
   * The cut of tensors with rows of so many elements.
   *
   * @param most elements of a block
   */
  static RowCut of(int columns, int most, BlockLimits limits) {
    if (limits.whole()) {
      return dense(most);
    }
    boolean isPatched = limits.patches() && most >= LARGE && 2 * columns <= LARGE;
    return isPatched ? new RowCut(LARGE, columns) : new RowCut(Math.min(most, SMALL), 0);
  }
}
