package io.gradstream.config;

import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.settings.KnownWords;
import io.gradstream.settings.SettingsText;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a single value into the type a setting has. */
record ScalarReader(Scalar scalar) {
  private static final Map<Class<?>, Function<ScalarReader, Object>> READERS =
      Map.ofEntries(
          Map.entry(int.class, s -> (int) s.whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(Integer.class, s -> (int) s.whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(long.class, s -> s.whole(Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(Long.class, s -> s.whole(Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(double.class, ScalarReader::number),
          Map.entry(Double.class, ScalarReader::number),
          Map.entry(boolean.class, ScalarReader::truth),
          Map.entry(Boolean.class, ScalarReader::truth),
          Map.entry(String.class, s -> s.scalar.text()),
          Map.entry(Path.class, ScalarReader::path),
          Map.entry(Duration.class, ScalarReader::duration));

  /**
   * The value as a type.
   *
   * @throws ConfigException when it is none of that type
   * @throws IllegalStateException when no setting may be of this type
   */
  Object read(Class<?> type) {
    if (type.isEnum()) {
      return constant(type);
    }
    @Nullable Function<ScalarReader, Object> reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalStateException(scalar.place().path() + " has no type for settings: " + type);
    }
    return reader.apply(this);
  }

  private long whole(long least, long most) {
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

  private double number() {
    if (!scalar.kind().isNumber()) {
      throw scalar.mustBe("a number");
    }
    double number = Double.parseDouble(scalar.text());
    if (Double.isInfinite(number)) {
      throw scalar.mustBe("within the range of a double");
    }
    return number;
  }

  private boolean truth() {
    if (scalar.kind() != Kind.TRUTH) {
      throw scalar.mustBe("true or false");
    }
    return Boolean.parseBoolean(scalar.text());
  }

  private Path path() {
    try {
      return Path.of(scalar.text());
    } catch (InvalidPathException e) {
      throw scalar.mustBe("a path");
    }
  }

  private Duration duration() {
    if (scalar.kind().isNumber()) {
      throw withoutUnit();
    }
    try {
      return SettingsText.duration(scalar.text());
    } catch (IllegalArgumentException e) {
      throw scalar.mustBe(new Wanted(Duration.class).text());
    }
  }

  private ConfigException withoutUnit() {
    return scalar.filling().shown().isPresent()
        ? scalar.mustBe(new Wanted(Duration.class).text())
        : scalar.place().error("needs a unit, such as %sms or %<ss: %<s".formatted(scalar.text()));
  }

  private Object constant(Class<?> type) {
    String word = scalar.text().replace('_', '-');
    for (Object constant : type.getEnumConstants()) {
      if (SettingsText.of((Enum<?>) constant).equals(word)) {
        return constant;
      }
    }
    throw noneOf(KnownWords.of(type));
  }

  /** The error that the value is none of the words it may be. */
  ConfigException noneOf(KnownWords words) {
    String meant = words.nearest(scalar.text()).map(w -> ", did you mean " + w + "?").orElse("");
    return scalar.place().error("must be " + words.oneOf() + scalar.shown() + meant);
  }
}
