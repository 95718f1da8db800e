package io.gradstream.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Settings as plain values: a tree as a configuration file would hold it, the same flattened to
 * {@code key=value}, and the hash by which a learner knows its own configuration again.
 *
 * <p>Reading a tree as a configuration gives back the settings it describes.
 */
public final class SettingsTree {
  private static final int HASH_DIGITS = 16;

  private SettingsTree() {}

  /**
   * The tree of a settings record: maps, lists, text, numbers and booleans.
   *
   * <p>Keys are in component order, after {@code type} for a record that is one of several. Enums
   * are their words, durations text such as {@code 200ms}; empty optionals are left out.
   *
   * @throws IllegalArgumentException when a component is of no type that settings may have
   */
  public static Map<String, Object> of(Record settings) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (SettingsText.isChosenByType(settings.getClass())) {
      tree.put(SettingsText.TYPE, SettingsText.of(settings.getClass()));
    }
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = value(component, settings);
      if (!Optional.empty().equals(value)) {
        tree.put(component.getName(), describe(value));
      }
    }
    return tree;
  }

  /**
   * A tree's leaves by path, as text: {@code model.layers[0].out} to {@code 16}. An empty list or
   * map has no leaf.
   */
  public static SortedMap<String, String> flatten(Map<String, ?> tree) {
    SortedMap<String, String> leaves = new TreeMap<>();
    flatten("", tree, leaves);
    return leaves;
  }

  /**
   * The first 16 hexadecimal digits of SHA-256 over the lines {@code key=value\n} in key order, in
   * UTF-8.
   */
  public static String hash(SortedMap<String, String> leaves) {
    MessageDigest digest = sha256();
    for (Map.Entry<String, String> leaf :
        new TreeMap<String, String>((Map<String, String>) leaves).entrySet()) {
      String line = leaf.getKey() + "=" + leaf.getValue() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
  }

  /**
   * What changed between two flattened trees, a line each, in key order: {@code
   * optimizer.learningRate was 0.05, is 0.1}.
   */
  public static List<String> differences(Map<String, String> before, Map<String, String> after) {
    Collection<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<String> lines = new ArrayList<>();
    for (String key : keys) {
      String was = before.getOrDefault(key, "not set");
      String is = after.getOrDefault(key, "not set");
      if (!was.equals(is)) {
        lines.add(key + " was " + was + ", is " + is);
      }
    }
    return lines;
  }

  private static Object describe(Object value) {
    if (value instanceof Optional<?> optional) {
      return describe(optional.orElseThrow());
    }
    if (value instanceof PlainForm setting) {
      return setting.plain();
    }
    if (value instanceof Record nested) {
      return of(nested);
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

  private static void flatten(String path, Object node, Map<String, String> leaves) {
    if (node instanceof Map<?, ?> map) {
      String prefix = path.isEmpty() ? "" : path + ".";
      map.forEach((key, child) -> flatten(prefix + key, child, leaves));
    } else if (node instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        flatten(path + "[" + i + "]", items.get(i), leaves);
      }
    } else {
      leaves.put(path, node.toString());
    }
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
