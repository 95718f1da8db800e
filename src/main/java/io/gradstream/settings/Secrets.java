package io.gradstream.settings;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Texts that are never shown, with what stands in their place: passwords, and whatever else was
 * told in confidence. Whoever shows a text that others have made has it {@link #mask masked}
 * before.
 *
 * <p>A text of less than {@value #SHORTEST} characters is found in every other word, and hides
 * nothing; it is left. What has the form of a secret is hidden even where it is not known: what
 * stands before the {@code @} of an address, and what is called a password, passphrase, secret or
 * token.
 */
public final class Secrets {
  /** What stands in the place of a secret without a name. */
  public static final String HIDDEN = "***";

  private static final int SHORTEST = 4;
  private static final Secrets NONE = new Secrets(Map.of());
  private static final Pattern BEFORE_AT =
      Pattern.compile("(?<=//)[^\\s/\"'<>]*@|[^\\s\"'<>/=]+:(?!//)[^\\s\"'<>]+@");
  private static final Pattern CALLED_SO =
      Pattern.compile(
          "(?i)([\\w.]*(?:password|passphrase|secret|token)\\s*=\\s*)"
              + "(?!\\$\\{|\\*)(?:\"[^\"]*\"|'[^']*'|[^\\s;,\"']+)");

  private final Map<String, String> standIns;
  private final List<String> longestFirst;

  private Secrets(Map<String, String> standIns) {
    this.standIns = standIns;
    this.longestFirst =
        standIns.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Nothing is known; what has the form of a secret is hidden all the same. */
  public static Secrets none() {
    return NONE;
  }

  /** These and one more, with {@value #HIDDEN} in its place. */
  public Secrets and(String text) {
    return and(text, HIDDEN);
  }

  /**
   * These and one more. What is printed is printed by lines, and so each of its lines is one, but
   * for those that begin with five dashes, as PEM's frames do.
   *
   * @param standIn what is shown in its place
   */
  public Secrets and(String text, String standIn) {
    Map<String, String> more = new HashMap<>(standIns);
    text.lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST && !line.startsWith("-----"))
        .forEach(line -> more.put(line, standIn));
    return new Secrets(Map.copyOf(more));
  }

  /** These and those of others, whose stand-ins hold where both know a text. */
  public Secrets and(Secrets others) {
    Map<String, String> more = new HashMap<>(standIns);
    more.putAll(others.standIns);
    return new Secrets(Map.copyOf(more));
  }

  /** The text without any of them. */
  public String mask(String text) {
    String masked = text;
    for (String secret : longestFirst) {
      masked = masked.replace(secret, standIns.getOrDefault(secret, HIDDEN));
    }
    masked = BEFORE_AT.matcher(masked).replaceAll(HIDDEN + "@");
    return CALLED_SO.matcher(masked).replaceAll("$1" + HIDDEN);
  }

  /** How many they are; they are not shown. */
  @Override
  public String toString() {
    return standIns.size() + " secrets";
  }
}
