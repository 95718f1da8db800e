package io.gradstream.data.encode;

import io.gradstream.data.text.TextBuffer;

/**
 * The number of each bin, from 0 on, that a number may fall into.
 *
 * @param count how many bins there are
 */
record BinCrossTerm(int count) implements CrossTerm {
  @Override
  public boolean isBin() {
    return true;
  }

  @Override
  public void appendTo(TextBuffer text, int index) {
    text.appendNumber(index);
  }
}
