package io.gradstream.config;

import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.settings.SettingsText;
import io.gradstream.settings.Suggestion;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a single value into the type a setting has. */
final class Scalars {
  private static final Map<Class<?>, Function<Scalar, Object>> READERS =
      Map.ofEntries(
          Map.entry(int.class, s -> (int) whole(s, Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(Integer.class, s -> (int) whole(s, Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(long.class, s -> whole(s, Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(Long.class, s -> whole(s, Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(double.class, Scalars::number),
          Map.entry(Double.class, Scalars::number),
          Map.entry(boolean.class, Scalars::truth),
          Map.entry(Boolean.class, Scalars::truth),
          Map.entry(String.class, Scalar::text),
          Map.entry(Path.class, Scalars::path),
          Map.entry(Duration.class, Scalars::duration));

  private Scalars() {}

  /**
   * The value of a scalar as a type.
   *
   * @throws IllegalStateException when no setting may be of this type
   */
  static Object read(ConfigNode node, Class<?> type) {
    Scalar scalar = node.scalar(Wanted.by(type));
    if (type.isEnum()) {
      return constant(scalar, type);
    }
    @Nullable Function<Scalar, Object> reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalStateException(node.place().path() + " has no type for settings: " + type);
    }
    return reader.apply(scalar);
  }

  private static long whole(Scalar scalar, long least, long most) {
    if (scalar.kind() != Kind.WHOLE) {
      throw scalar.mustBe("a whole number");
    }
    BigInteger number = new BigInteger(scalar.text());
    if (number.compareTo(BigInteger.valueOf(least)) < 0) {
      throw scalar.mustBe("at least " + least);
    }
    if (number.compareTo(BigInteger.valueOf(most)) > 0) {
      throw scalar.mustBe("at most " + most);
    }
    return number.longValue();
  }

  private static double number(Scalar scalar) {
    if (!scalar.kind().isNumber()) {
      throw scalar.mustBe("a number");
    }
    double number = Double.parseDouble(scalar.text());
    if (Double.isInfinite(number)) {
      throw scalar.mustBe("within the range of a double");
    }
    return number;
  }

  private static boolean truth(Scalar scalar) {
    if (scalar.kind() != Kind.TRUTH) {
      throw scalar.mustBe("true or false");
    }
    return Boolean.parseBoolean(scalar.text());
  }

  private static Path path(Scalar scalar) {
    try {
      return Path.of(scalar.text());
    } catch (InvalidPathException e) {
      throw scalar.mustBe("a path");
    }
  }

  private static Duration duration(Scalar scalar) {
    if (scalar.kind().isNumber()) {
      String text = scalar.text();
      throw scalar.place().error("needs a unit, such as %sms or %<ss: %<s".formatted(text));
    }
    try {
      return SettingsText.duration(scalar.text());
    } catch (IllegalArgumentException e) {
      throw scalar.mustBe(Wanted.by(Duration.class));
    }
  }

  private static Object constant(Scalar scalar, Class<?> type) {
    String word = scalar.text().replace('_', '-');
    for (Object constant : type.getEnumConstants()) {
      if (SettingsText.of((Enum<?>) constant).equals(word)) {
        return constant;
      }
    }
    throw unknown(scalar, Wanted.words(type));
  }

  /** The error that a scalar is none of the words it may be. */
  static ConfigException unknown(Scalar scalar, List<String> words) {
    String meant =
        Suggestion.of(scalar.text(), words).map(w -> ", did you mean " + w + "?").orElse("");
    return scalar.place().error("must be " + Wanted.oneOf(words) + scalar.shown() + meant);
  }
}
