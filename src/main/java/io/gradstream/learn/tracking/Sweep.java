package io.gradstream.learn.tracking;

import java.util.BitSet;

/**
 * Which blocks of a tensor are behind the patches to them, and which of these are written whole
 * with the next version: as many bytes as patches have cost, round and round. So patches never
 * outgrow the blocks they belong to, and a version costs twice what has changed, whatever its size.
 */
final class Sweep {
  private final BitSet behind;
  private final long blockBytes;
  private long creditBytes;
  private int next;

  /** A sweep over so many blocks, none of which is behind. */
  Sweep(int blocks, long blockBytes) {
    this.behind = new BitSet(blocks);
    this.blockBytes = blockBytes;
    // Killed after every version, a learner would else never have paid for a block.
    this.creditBytes = blockBytes;
  }

  /** Notes that these blocks are behind from now on. */
  void patched(int[] blocks) {
    for (int block : blocks) {
      behind.set(block);
    }
  }

  /** Goes on where these blocks are behind, the first of them for longest. */
  void goOnFrom(int[] blocks) {
    behind.clear();
    patched(blocks);
    next = blocks.length == 0 ? 0 : blocks[0];
  }

  /** Notes that these blocks are written whole. */
  void written(int[] blocks) {
    for (int block : blocks) {
      behind.clear(block);
    }
  }

  /** The next blocks, ascending, for a patch of so many bytes; they count as written. */
  int[] take(long patchBytes) {
    BitSet taken = new BitSet();
    creditBytes += patchBytes;
    while (creditBytes >= blockBytes && !behind.isEmpty()) {
      int block = behind.nextSetBit(next);
      block = block < 0 ? behind.nextSetBit(0) : block;
      behind.clear(block);
      taken.set(block);
      next = block + 1;
      creditBytes -= blockBytes;
    }
    creditBytes = Math.min(creditBytes, blockBytes);
    return taken.stream().toArray();
  }
}
