package io.gradstream.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words settings are written with: what a class, a constant and a duration are called in a
 * configuration and in its {@link SettingsTree}. The naming rules stand here and nowhere else.
 */
public final class SettingsText {
  /** The key that chooses among several kinds of settings. */
  public static final String TYPE = "type";

  private static final Pattern DURATION = Pattern.compile("([-+]?\\d+)(ns|us|ms|s|m|h)");

  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /** Largest first. */
  private static final List<String> UNITS = List.of("h", "m", "s", "ms", "us", "ns");

  private SettingsText() {}

  /**
   * The {@code type} word of a settings record: {@code BceWithLogits} is bce_with_logits. One that
   * is called {@code Settings} inside a class has that class's: {@code Adam.Settings} is adam.
   */
  public static String of(Class<? extends Record> type) {
    return lower(BETWEEN_WORDS.matcher(named(type).getSimpleName()).replaceAll("_"));
  }

  private static Class<?> named(Class<?> type) {
    Class<?> owner = type.getEnclosingClass();
    return owner != null && type.getSimpleName().equals("Settings") ? owner : type;
  }

  /** The word of an enum's constant: {@code MINI_BATCH} is mini-batch. */
  public static String of(Enum<?> constant) {
    return lower(constant.name()).replace('_', '-');
  }

  /**
   * The constant of an enum that a word means.
   *
   * @param key the setting's, for the error
   * @throws IllegalArgumentException if there is none
   */
  public static <E extends Enum<E>> E constant(String key, Class<E> type, String word) {
    for (E constant : type.getEnumConstants()) {
      if (of(constant).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(key + " must be one that is known here: " + word);
  }

  /** A duration in the largest unit that holds it whole: {@code 200ms}, {@code 5s}, {@code 1h}. */
  public static String of(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    String largest =
        UNITS.stream().filter(unit -> isWhole(duration, one(unit))).findFirst().orElse("ns");
    return duration.dividedBy(one(largest)) + largest;
  }

  /**
   * The duration a text such as {@code 200ms} means, with a sign or without; units are ns, us, ms,
   * s, m and h.
   *
   * @throws IllegalArgumentException when the text is not a whole number and a unit, or is too long
   */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    try {
      return one(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("too long a duration: " + text, e);
    }
  }

  /**
   * Whether a record is one of several, told by its type word: a member of a sealed interface or
   * {@link ChosenByType}.
   */
  public static boolean isChosenByType(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed() || parent == ChosenByType.class || isChosenByType(parent)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWhole(Duration duration, Duration unit) {
    return unit.multipliedBy(duration.dividedBy(unit)).equals(duration);
  }

  private static Duration one(String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(1);
      case "m" -> Duration.ofMinutes(1);
      case "s" -> Duration.ofSeconds(1);
      case "ms" -> Duration.ofMillis(1);
      case "us" -> Duration.ofNanos(1_000);
      default -> Duration.ofNanos(1);
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
