package io.gradstream.learn.tracking;

import java.util.List;

/** How large blocks may become, so that each fits into a message. */
public interface BlockLimits {
  /** The most elements of a block of a parameter. */
  int ofParameter(String parameter);

  /** The most elements, of each of its slots, of a block of what an optimizer keeps of it. */
  int ofState(String parameter, List<String> slots);

  /** Whether rows that have changed may come as a patch, without the blocks they are in. */
  default boolean patches() {
    return false;
  }

  /** Whether every block is always written, so that large ones cost least. */
  default boolean whole() {
    return false;
  }

  /** The most bytes of a part of what is in no block. */
  default int ofRest() {
    return 1_000_000;
  }

  /** Those of versions that are kept beyond the newest, each with every block. */
  default BlockLimits kept() {
    return new KeptLimits(this);
  }
}
