package io.gradstream.data.encode;

import io.gradstream.data.text.TextBuffer;

/** The texts that a part of a cross has in a sample: one, or as many as there are. */
@FunctionalInterface
interface CrossTerm {
  /** How many there are. */
  default int count() {
    return 1;
  }

  /** Whether but one of them is the sample's, and which is not known before it is scaled. */
  default boolean isBin() {
    return false;
  }

  /**
   * Appends one of them.
   *
   * @param index which, from 0 and below {@link #count}
   */
  void appendTo(TextBuffer text, int index);
}
