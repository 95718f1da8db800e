package io.gradstream.data;

import io.gradstream.settings.SettingsText;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a published version, as any wire format gives it back: numbers in any boxes.
 *
 * @param values by key
 */
public record Description(Map<String, Object> values) {
  /** Numbers as they are described: a list of {@code size}, or one number where size is 1. */
  public static Object figures(double[] values, int from, int size) {
    return size == 1
        ? (Object) values[from]
        : Arrays.stream(values, from, from + size).boxed().toList();
  }

  /** The one that a value is. */
  @SuppressWarnings("unchecked")
  static Description of(Object value) {
    if (value instanceof Map<?, ?> object) {
      return new Description((Map<String, Object>) object);
    }
    throw new IllegalArgumentException("features must be a list of objects: " + value);
  }

  /** Whether it has a key. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /**
   * The value of a key.
   *
   * @throws IllegalArgumentException if there is none of that type
   */
  public <T> T value(String key, Class<T> type) {
    return optional(key)
        .filter(type::isInstance)
        .map(type::cast)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be a %s: %s".formatted(key, type.getSimpleName(), values.get(key))));
  }

  /**
   * The value of a key that {@link #figures} gave.
   *
   * @throws IllegalArgumentException if it is not {@code size} numbers
   */
  public double[] numbers(String key, int size) {
    Object value = values.get(key);
    List<?> described = value instanceof List<?> list ? list : Collections.singletonList(value);
    double[] numbers =
        described.stream()
            .filter(Number.class::isInstance)
            .mapToDouble(number -> ((Number) number).doubleValue())
            .toArray();
    if (numbers.length != size || described.size() != size) {
      throw new IllegalArgumentException(key + " must be " + size + " numbers: " + value);
    }
    return numbers;
  }

  /** The value of a key, of whatever type, if there is one. */
  Optional<Object> optional(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The whole number of a key. */
  int integer(String key) {
    return whole(key, value(key, Number.class));
  }

  private static int whole(String key, Number number) {
    if (number.intValue() != number.doubleValue()) {
      throw new IllegalArgumentException(key + " must be a whole number: " + number);
    }
    return number.intValue();
  }

  /** The whole numbers of a key. */
  List<Integer> integers(String key) {
    List<?> numbers = value(key, List.class);
    return numbers.stream()
        .filter(Number.class::isInstance)
        .map(number -> whole(key, (Number) number))
        .toList();
  }

  /** The list of a key, its items as texts. */
  List<String> texts(String key) {
    List<?> texts = value(key, List.class);
    return texts.stream().map(String::valueOf).toList();
  }

  /** The constant of an enum that the word of a key means. */
  <E extends Enum<E>> E constant(Class<E> type, String key) {
    return SettingsText.constant(key, type, value(key, String.class));
  }
}
