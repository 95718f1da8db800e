package io.gradstream.data;

/** A text that is part of a cross. */
@FunctionalInterface
interface TextPart {
  void appendTo(TextBuffer text);
}
