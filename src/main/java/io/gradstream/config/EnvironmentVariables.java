package io.gradstream.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${NAME}} and {@code ${NAME:default}} in scalars; {@code $${NAME}} is a literal.
 *
 * <p>Braces mean something to YAML: {@code {port: ${PORT:8080}}} would end at the first of them. So
 * before YAML is read, every variable is masked in characters YAML has no use for, one for one,
 * which keeps lines and columns, and unmasked in each scalar after it. A variable in a comment is
 * never asked for, and what a variable holds is never read as YAML's own signs.
 */
final class EnvironmentVariables {
  /** The first of Unicode's private characters; ASCII is masked by moving it there. */
  private static final char MASK = '\uE000';

  private static final int ASCII = 128;
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(" + NAME + ")(?::([^}\\n\\r]*))?}");
  private static final Pattern MENTION = Pattern.compile("\\$\\$\\{|\\$\\{[^}]*}?");
  private static final Pattern CLOSED = Pattern.compile("\\$\\{[\\w .]*}?");
  private static final Pattern OPEN = Pattern.compile("\\$\\{\\w*");
  private static final Pattern MASKED =
      Pattern.compile("[" + MASK + "-" + (char) (MASK + ASCII - 1) + "]");

  private final Optional<Function<String, @Nullable String>> environment;

  EnvironmentVariables(Function<String, @Nullable String> environment) {
    this(Optional.of(environment));
  }

  private EnvironmentVariables(Optional<Function<String, @Nullable String>> environment) {
    this.environment = environment;
  }

  /** Such that leave every mention of a variable as it is written. */
  static EnvironmentVariables asWritten() {
    return new EnvironmentVariables(Optional.empty());
  }

  static String mask(String yaml) {
    return VARIABLE.matcher(yaml).replaceAll(found -> literal(shift(found.group(), MASK)));
  }

  static String unmask(String text) {
    return MASKED.matcher(text).replaceAll(found -> literal(shift(found.group(), -MASK)));
  }

  static boolean mentionedIn(String text) {
    return text.contains("${");
  }

  /** The text with its variables filled in. */
  Filling fill(String text, Place place) {
    if (environment.isEmpty()) {
      return new Filling(text, Optional.of(text), Map.of());
    }
    Map<String, String> values = new HashMap<>();
    String filled = MENTION.matcher(text).replaceAll(found -> literal(value(found, place, values)));
    String shown = VARIABLE.matcher(text).replaceAll(found -> literal("${" + found.group(1) + "}"));
    return new Filling(filled, Optional.of(shown), values);
  }

  /** What a mention stands for, which is noted where it is a variable's. */
  private String value(MatchResult found, Place place, Map<String, String> values) {
    String mention = found.group();
    if (mention.startsWith("$$")) {
      return mention.substring(1);
    }
    Matcher variable = VARIABLE.matcher(mention);
    if (!variable.matches()) {
      throw place.error(
          "must name a variable as ${NAME} or ${NAME:default}" + harmless(mention, place));
    }
    String value = value(variable.group(1), variable.group(2), place);
    values.put(value, "${" + variable.group(1) + "}");
    return value;
  }

  /** As much of a mention as can hold no default and nothing of what is behind it. */
  private static String harmless(String mention, Place place) {
    Matcher name = (mention.endsWith("}") ? CLOSED : OPEN).matcher(mention);
    String shown = name.lookingAt() ? name.group() : "${";
    String rest = shown.length() < mention.length() ? "..." : "";
    return place.isConfidential() ? "" : ": \"" + shown + rest + "\"";
  }

  private String value(String name, @Nullable String otherwise, Place place) {
    String value = environment.map(set -> set.apply(name)).orElse(null);
    if (value != null) {
      return value;
    }
    if (otherwise == null) {
      throw place.error(
          "needs the environment variable %s, which is not set: set it or write ${%s:default}"
              .formatted(name, name));
    }
    return otherwise;
  }

  private static String shift(String text, int distance) {
    StringBuilder shifted = new StringBuilder();
    for (char c : text.toCharArray()) {
      boolean moves = distance < 0 || c < ASCII;
      shifted.append(moves ? (char) (c + distance) : c);
    }
    return shifted.toString();
  }

  private static String literal(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }
}
