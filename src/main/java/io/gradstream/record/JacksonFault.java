package io.gradstream.record;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Says in one short line what is wrong with a text that is no JSON, or too much of it, and where.
 */
public final class JacksonFault {
  private static final int MOST_CHARACTERS = 100;

  /** What Jackson adds for its own users: features to enable, tokens it would have taken. */
  private static final Pattern ASIDE =
      Pattern.compile(
          ", from `[^`]*`| \\(start marker.*|: (enable `|was expecting \\(|expected a valid value|maybe a"
              + "|hexadecimal number literals).*",
          Pattern.DOTALL);

  private JacksonFault() {}

  /** The fault of a text that is not JSON. */
  public static String of(JacksonException fault) {
    return of("JSON", fault);
  }

  /** The fault of a text that is not {@code format}. */
  public static String of(String format, JacksonException fault) {
    String kind =
        fault instanceof StreamConstraintsException ? "beyond limits: " : "not " + format + ": ";
    return kind + what(fault.getOriginalMessage()) + where(fault.getLocation());
  }

  private static String what(String message) {
    String plain = Quoted.harmless(ASIDE.matcher(message).replaceAll(""));
    String cut =
        plain.length() <= MOST_CHARACTERS ? plain : plain.substring(0, MOST_CHARACTERS) + "…";
    return cut.substring(0, 1).toLowerCase(Locale.ROOT) + cut.substring(1);
  }

  private static String where(@Nullable TokenStreamLocation location) {
    if (location == null) {
      return "";
    }
    String column = "column " + location.getColumnNr();
    return location.getLineNr() <= 1
        ? " at " + column
        : " at line " + location.getLineNr() + ", " + column;
  }
}
