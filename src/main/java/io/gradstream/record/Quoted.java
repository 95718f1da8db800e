package io.gradstream.record;

import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/** A record's own words in a message: cut where they are long, harmless in a log. */
public final class Quoted {
  private static final int MOST_CHARACTERS = 40;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private Quoted() {}

  /** A string as JSON writes it. */
  public static String text(char[] characters, int offset, int length) {
    StringBuilder quoted = new StringBuilder("\"");
    JsonStringEncoder.getInstance().quoteAsString(cut(characters, offset, length), quoted);
    return harmless(quoted.append('"').toString());
  }

  /** The text with a mark for every control character: a log or a terminal must not obey it. */
  public static String harmless(String text) {
    return CONTROL.matcher(text).replaceAll("\uFFFD");
  }

  /** The beginning of a text that needs no escapes. */
  public static String cut(char[] characters, int offset, int length) {
    return length <= MOST_CHARACTERS
        ? new String(characters, offset, length)
        : new String(characters, offset, MOST_CHARACTERS) + "…";
  }
}
