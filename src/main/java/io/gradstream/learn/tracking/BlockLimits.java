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
}
