package io.gradstream.codec;

import tools.jackson.core.io.JsonStringEncoder;

/** A record's own words in a message: cut where they are long, harmless in a log. */
final class Quoted {
  private static final int MOST_CHARACTERS = 40;

  private Quoted() {}

  /** A string as JSON writes it. */
  static String text(char[] characters, int offset, int length) {
    StringBuilder quoted = new StringBuilder("\"");
    JsonStringEncoder.getInstance().quoteAsString(cut(characters, offset, length), quoted);
    return quoted.append('"').toString();
  }

  /** The beginning of a text that needs no escapes. */
  static String cut(char[] characters, int offset, int length) {
    return length <= MOST_CHARACTERS
        ? new String(characters, offset, length)
        : new String(characters, offset, MOST_CHARACTERS) + "…";
  }
}
