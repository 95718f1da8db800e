package io.gradstream.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a choice among settings back from its {@link SettingsTree}, as any wire format gives it
 * back: layers and losses, whose components are numbers, switches, words and lists of numbers. Keys
 * that are not known are passed over, and what is not there has its default.
 */
public final class SettingsReader<S> {
  private final Map<String, Class<? extends S>> members = new LinkedHashMap<>();

  /**
   * A reader of one of these records.
   *
   * @throws IllegalArgumentException if one of them is no record
   */
  public SettingsReader(List<? extends Class<? extends S>> members) {
    for (Class<? extends S> member : members) {
      if (!member.isRecord()) {
        throw new IllegalArgumentException(
            "members must be records, each with a type of its own: " + member.getName());
      }
      this.members.put(SettingsText.of(member.asSubclass(Record.class)), member);
    }
  }

  /**
   * A reader of the members of a sealed interface, at whatever depth.
   *
   * @throws IllegalArgumentException if the interface is not sealed, or a member is no record
   */
  public static <S> SettingsReader<S> of(Class<S> choice) {
    if (!choice.isSealed()) {
      throw new IllegalArgumentException(
          "choice must be a sealed interface, or its records be given as a list: "
              + choice.getName());
    }
    return new SettingsReader<>(members(choice).toList());
  }

  private static <S> Stream<Class<? extends S>> members(Class<S> choice) {
    return Stream.of(choice.getPermittedSubclasses())
        .map(member -> member.<S>asSubclass(choice))
        .flatMap(member -> member.isSealed() ? members(member) : Stream.of(member));
  }

  /**
   * The member that was described.
   *
   * @throws IllegalArgumentException if there is none of that type, or a component that is required
   *     is missing, or one is not what it must be
   */
  public S read(Map<String, Object> described) {
    String word = String.valueOf(described.get(SettingsText.TYPE));
    Class<? extends S> member = members.get(word);
    if (member == null) {
      throw new IllegalArgumentException("type must be one that is known here: " + word);
    }
    return member.cast(construct(RecordForm.of(member), described));
  }

  private static Object construct(RecordForm form, Map<String, Object> described) {
    Map<String, Object> values = new HashMap<>();
    for (String key : form.keys()) {
      if (described.containsKey(key) || form.required().contains(key)) {
        values.put(key, value(key, form.type(key), described.get(key)));
      }
    }
    return form.create(values);
  }

  private static Object value(String name, Type type, @Nullable Object value) {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      return generic.getRawType() == Optional.class
          ? Optional.of(value(name, inner, value))
          : list(name, inner, value);
    }
    if (value instanceof Number number
        && (type == int.class || type == Integer.class)
        && number.intValue() == number.doubleValue()) {
      return number.intValue();
    }
    if (value instanceof Number number
        && (type == long.class || type == Long.class)
        && number.longValue() == number.doubleValue()) {
      return number.longValue();
    }
    if (value instanceof Number number && (type == double.class || type == Double.class)) {
      return number.doubleValue();
    }
    if (value instanceof Boolean && type == boolean.class) {
      return value;
    }
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return SettingsText.constant(name, constants.asSubclass(Enum.class), String.valueOf(value));
    }
    throw mustBe(name, type, value);
  }

  private static List<Object> list(String name, Type inner, @Nullable Object value) {
    if (value instanceof List<?> items) {
      return items.stream().map(item -> value(name, inner, item)).toList();
    }
    throw mustBe(name, List.class, value);
  }

  private static IllegalArgumentException mustBe(String name, Type type, @Nullable Object value) {
    return new IllegalArgumentException(
        "%s must be of type %s: %s".formatted(name, type.getTypeName(), value));
  }
}
