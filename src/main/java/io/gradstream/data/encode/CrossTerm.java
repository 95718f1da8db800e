package io.gradstream.data.encode;

/** A text that is part of a cross. */
@FunctionalInterface
interface CrossTerm {
  void appendTo(TextBuffer text);
}
