package io.gradstream.config;

import io.gradstream.config.ConfigNode.Mapping;
import io.gradstream.settings.PlainForm;
import io.gradstream.settings.SettingsText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Binds the values of a configuration to settings records.
 *
 * <p>A key is a component's name. What the record's shorter public constructor takes is required
 * and what it passes on is the default. Where there are several kinds of settings, sealed or
 * listed, one is chosen by its {@code type} word, as {@link SettingsText} has it; that word alone
 * means the member with all its defaults. A single value is a list of one. The record validates
 * itself; a complaint that begins with the name of a component is told with its path and line.
 */
public final class Binder {
  private final Map<Class<?>, String> defaultTypes;

  /** A binder to which settings of several kinds must always name their type. */
  public Binder() {
    this(Map.of());
  }

  private Binder(Map<Class<?>, String> defaultTypes) {
    this.defaultTypes = defaultTypes;
  }

  /**
   * This binder, but a single mapping without {@code type} means this word. The items of a list
   * must name theirs all the same.
   *
   * @throws IllegalArgumentException when the word is none of the kinds'
   */
  public Binder withDefaultType(Class<?> kinds, String word) {
    Choice choice = new Choice(kinds);
    if (!choice.words().words().contains(word)) {
      throw new IllegalArgumentException("word must be " + choice.words().oneOf() + ": " + word);
    }
    Map<Class<?>, String> changed = new HashMap<>(defaultTypes);
    changed.put(kinds, word);
    return new Binder(Map.copyOf(changed));
  }

  /**
   * The settings a node holds.
   *
   * @param type a settings record, or an interface of several kinds of such
   * @throws ConfigException when a key is unknown, missing, of the wrong type or impossible
   */
  public <T> T bind(ConfigNode node, Class<T> type) {
    return type.cast(value(node, type, true));
  }

  private Object value(ConfigNode node, Type type, boolean alone) {
    if (type instanceof ParameterizedType generic) {
      return container(node, generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord() && PlainForm.class.isAssignableFrom(plain)) {
      return new PlainBinding(node, plain).bind();
    }
    if (plain.isRecord()) {
      Mapping mapping = node.mapping(new Wanted(type).text());
      return new RecordBinding(mapping, plain, node.place().name()).bind(null, this::lone);
    }
    return Choice.isOne(plain)
        ? member(node, plain, alone)
        : new ScalarReader(node.scalar(new Wanted(plain).text())).read(plain);
  }

  private Object lone(ConfigNode node, Type type) {
    return value(node, type, true);
  }

  private Object container(ConfigNode node, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    Type raw = type.getRawType();
    if (raw == Optional.class) {
      return Optional.of(lone(node, arguments[0]));
    }
    if (raw == List.class) {
      boolean alone = !(node instanceof ConfigNode.Sequence);
      return node.items().stream().map(item -> value(item, arguments[0], alone)).toList();
    }
    if (raw == Map.class && arguments[0] == String.class) {
      return map(node.mapping(new Wanted(type).text()), arguments[1]);
    }
    throw new IllegalStateException(node.place().path() + " has no type for settings: " + type);
  }

  private Map<String, Object> map(Mapping mapping, Type type) {
    Map<String, Object> values = new LinkedHashMap<>();
    mapping.entries().forEach((key, node) -> values.put(key, lone(node, type)));
    return values;
  }

  private Object member(ConfigNode node, Class<?> kinds, boolean alone) {
    Choice choice = new Choice(kinds);
    Mapping mapping = choice.mapping(node);
    Class<?> member = choice.member(mapping, alone ? defaultTypes.get(kinds) : null);
    String word = SettingsText.of(member.asSubclass(Record.class));
    return new RecordBinding(mapping, member, word).bind(SettingsText.TYPE, this::lone);
  }
}
