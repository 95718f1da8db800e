package io.gradstream.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a choice among settings back from its {@link SettingsTree}, as any wire format gives it
 * back: layers and losses, whose components are numbers, switches, words and lists of numbers.
 */
public final class DescribedSettings {
  private DescribedSettings() {}

  /**
   * The member of a sealed interface that was described.
   *
   * @throws IllegalArgumentException if there is none of that type, or a component is missing or
   *     not what it must be
   */
  public static <S> S read(Class<S> choice, Map<String, Object> described) {
    String word = String.valueOf(described.get(Words.TYPE));
    for (Class<?> member : choice.getPermittedSubclasses()) {
      if (Words.of(member.asSubclass(Record.class)).equals(word)) {
        return choice.cast(construct(member, described));
      }
    }
    throw new IllegalArgumentException("type must be one that is known here: " + word);
  }

  private static Object construct(Class<?> type, Map<String, Object> described) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components)
            .map(each -> value(each.getName(), each.getGenericType(), described))
            .toArray();
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      return canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getTargetException().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be constructed", e);
    }
  }

  private static Object value(String name, Type type, Map<String, Object> described) {
    Object value = described.get(name);
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      Type inner = generic.getActualTypeArguments()[0];
      return value == null ? Optional.empty() : Optional.of(value(name, inner, value));
    }
    return value(name, type, value);
  }

  private static Object value(String name, Type type, @Nullable Object value) {
    if (type instanceof ParameterizedType && value instanceof List<?> list) {
      return list.stream().map(item -> value(name, double.class, item)).toList();
    }
    if (value instanceof Number number && type == int.class) {
      return Math.toIntExact(number.longValue());
    }
    if (value instanceof Number number && (type == double.class || type == Double.class)) {
      return number.doubleValue();
    }
    if (value instanceof Boolean && type == boolean.class) {
      return value;
    }
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return constant(name, constants, value);
    }
    throw new IllegalArgumentException(
        "%s must be of type %s: %s".formatted(name, type.getTypeName(), value));
  }

  private static Object constant(String name, Class<?> constants, @Nullable Object word) {
    return Arrays.stream(constants.getEnumConstants())
        .filter(constant -> Words.of((Enum<?>) constant).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(name + " must be one that is known here: " + word));
  }
}
