package io.gradstream.settings;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a settings record asks for: its keys, which of them are required, and how it is made.
 *
 * <p>Required are the parameters of the public constructor that is shorter than the canonical one,
 * or every component where there is none; an {@code Optional} is never required. The defaults are
 * what an instance made by the shorter constructor holds. Where that refuses values that are good
 * together with some choice of the others, as a class label is only with its classes, an {@code
 * Optional} or a list that is not given is empty.
 */
public final class RecordForm {
  private final Map<String, RecordComponent> components = new LinkedHashMap<>();
  private final Constructor<?> canonical;
  private final @Nullable Constructor<?> shorter;

  private RecordForm(Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      components.put(key(component.getName()), component);
    }
    canonical = canonical(type);
    shorter = shorter(type);
  }

  /**
   * That of a record class.
   *
   * @throws IllegalStateException if it has several shorter public constructors, or one that takes
   *     something else than its components
   */
  public static RecordForm of(Class<?> type) {
    return new RecordForm(type);
  }

  /** The keys in component order. */
  public List<String> keys() {
    return List.copyOf(components.keySet());
  }

  /**
   * What a key's value must be.
   *
   * @throws IllegalArgumentException if there is no such key
   */
  public Type type(String key) {
    return component(key).getGenericType();
  }

  /** The keys that must be given, in the order of the constructor that asks for them. */
  public List<String> required() {
    List<String> candidates = shorter == null ? keys() : names(shorter);
    return candidates.stream().filter(key -> component(key).getType() != Optional.class).toList();
  }

  /**
   * The record with these values and, where one is not given, its default.
   *
   * @throws IllegalArgumentException when the record refuses a value
   */
  public Object create(Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>(given);
    components.forEach(
        (key, component) -> {
          if (component.getType() == Optional.class && isRequired(key)) {
            values.putIfAbsent(key, Optional.empty());
          }
        });
    if (shorter != null && !values.keySet().containsAll(components.keySet())) {
      complete(values, shorter);
    }
    return make(canonical, values);
  }

  private void complete(Map<String, Object> values, Constructor<?> shorter) {
    try {
      Object defaults = make(shorter, values);
      components.forEach((key, c) -> values.computeIfAbsent(key, k -> get(c, defaults)));
    } catch (IllegalArgumentException refusal) {
      components.forEach((key, c) -> putEmpty(values, key, c));
      if (!values.keySet().containsAll(components.keySet())) {
        throw refusal;
      }
    }
  }

  private static void putEmpty(Map<String, Object> values, String key, RecordComponent component) {
    if (component.getType() == Optional.class) {
      values.putIfAbsent(key, Optional.empty());
    } else if (component.getType() == List.class) {
      values.putIfAbsent(key, List.of());
    }
  }

  private boolean isRequired(String key) {
    return shorter == null || names(shorter).contains(key);
  }

  private Object make(Constructor<?> constructor, Map<String, Object> values) {
    List<String> names = constructor == canonical ? keys() : names(constructor);
    try {
      return constructor.newInstance(names.stream().map(values::get).toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(constructor + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " cannot be called", e);
    }
  }

  private static Object get(RecordComponent component, Object record) {
    try {
      Method accessor = component.getAccessor();
      return opened(accessor).invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private Constructor<?> canonical(Class<?> type) {
    Class<?>[] types =
        components.values().stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return opened(type.getDeclaredConstructor(types));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor: " + type, e);
    }
  }

  private @Nullable Constructor<?> shorter(Class<?> type) {
    List<Constructor<?>> shorter =
        Arrays.stream(type.getDeclaredConstructors())
            .filter(c -> Modifier.isPublic(c.getModifiers()))
            .filter(c -> c.getParameterCount() < components.size())
            .toList();
    if (shorter.size() > 1) {
      throw new IllegalStateException(
          type + " may have one shorter public constructor: " + shorter);
    }
    return shorter.isEmpty() ? null : opened(checked(shorter.get(0)));
  }

  private Constructor<?> checked(Constructor<?> constructor) {
    for (Parameter parameter : constructor.getParameters()) {
      RecordComponent component = components.get(key(parameter.getName()));
      if (component == null || component.getType() != parameter.getType()) {
        throw new IllegalStateException(
            constructor + " must take components as they are: " + parameter);
      }
    }
    return constructor;
  }

  private RecordComponent component(String key) {
    RecordComponent component = components.get(key);
    if (component == null) {
      throw new IllegalArgumentException("no such key: " + key);
    }
    return component;
  }

  private static List<String> names(Constructor<?> constructor) {
    return Arrays.stream(constructor.getParameters())
        .map(Parameter::getName)
        .map(RecordForm::key)
        .toList();
  }

  /** A word of Java has an underscore behind it where it is a component: {@code do_}. */
  static String key(String component) {
    return component.endsWith("_") ? component.substring(0, component.length() - 1) : component;
  }

  private static <T extends AccessibleObject> T opened(T member) {
    member.setAccessible(true);
    return member;
  }
}
