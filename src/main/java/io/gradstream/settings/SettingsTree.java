package io.gradstream.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings as plain values, as a configuration file would hold them: reading the tree as one gives
 * back the settings it describes.
 *
 * @param values by key: maps, lists, text, numbers and booleans
 */
public record SettingsTree(Map<String, Object> values) {
  /**
   * The tree of a settings record.
   *
   * <p>Keys are in component order, after {@code type} for a record that is one of several. Enums
   * are their words, durations text such as {@code 200ms}, paths text, and a {@link PlainForm} what
   * it is written as; empty optionals are left out.
   *
   * @throws IllegalArgumentException when a component is of no type that settings may have
   */
  public static SettingsTree of(Record settings) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (SettingsText.isChosenByType(settings.getClass())) {
      tree.put(SettingsText.TYPE, SettingsText.of(settings.getClass()));
    }
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = value(component, settings);
      if (!Optional.empty().equals(value)) {
        tree.put(RecordForm.key(component.getName()), describe(value));
      }
    }
    return new SettingsTree(tree);
  }

  /** Its leaves by path. */
  public FlatSettings flatten() {
    return FlatSettings.of(values);
  }

  private static Object describe(Object value) {
    if (value instanceof Optional<?> optional) {
      return describe(optional.orElseThrow());
    }
    if (value instanceof PlainForm setting) {
      return setting.plain();
    }
    if (value instanceof Record nested) {
      return of(nested).values();
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(SettingsTree::describe).toList();
    }
    if (value instanceof Map<?, ?> map) {
      return describe(map);
    }
    return word(value);
  }

  private static Map<String, Object> describe(Map<?, ?> map) {
    Map<String, Object> tree = new LinkedHashMap<>();
    map.forEach((key, value) -> tree.put(key.toString(), describe(value)));
    return tree;
  }

  private static Object word(Object value) {
    if (value instanceof Enum<?> constant) {
      return SettingsText.of(constant);
    }
    if (value instanceof Duration duration) {
      return SettingsText.of(duration);
    }
    if (value instanceof Path path) {
      return path.toString();
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof String) {
      return value;
    }
    throw new IllegalArgumentException("no type for settings: " + value.getClass().getName());
  }

  private static Object value(RecordComponent component, Record settings) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(settings);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
