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

  /** Where everything changes: few records. */
  static final int DENSE = 1 << 16;

  /**
   * Where all blocks are in memory at once: few records too, but none so large that a garbage
   * collector gives it a place of its own.
   */
  static final int WHOLE = 1 << 14;

  /**
   * The cut of tensors that change as a whole.
   *
   * @param most elements of a block
   */
  static RowCut dense(int most, BlockLimits limits) {
    return new RowCut(Math.min(most, limits.whole() ? WHOLE : DENSE), 0);
  }

  /**
   * The cut of tensors with rows of so many elements.
   *
   * @param most elements of a block
   */
  static RowCut of(int columns, int most, BlockLimits limits) {
    if (limits.whole()) {
      return dense(most, limits);
    }
    boolean isPatched = limits.patches() && most >= LARGE && 2 * columns <= LARGE;
    return isPatched ? new RowCut(LARGE, columns) : new RowCut(Math.min(most, SMALL), 0);
  }
}
