package io.gradstream.data.encode;

import io.gradstream.data.text.TextBuffer;

/** A text that is part of a cross. */
@FunctionalInterface
interface CrossTerm {
  void appendTo(TextBuffer text);
}
