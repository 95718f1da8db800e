package io.gradstream.config;

import io.gradstream.config.ConfigNode.Mapping;
import io.gradstream.config.ConfigNode.Sequence;
import io.gradstream.settings.KnownWords;
import io.gradstream.settings.RecordForm;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One mapping on its way to becoming one settings record. */
final class RecordBinding {
  private static final Pattern NAME_FIRST =
      Pattern.compile("([A-Za-z]\\w*)((?:\\.\\w+|\\[\\d+])*)");
  private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[(\\d+)]");

  private final Mapping mapping;
  private final RecordForm form;
  private final String owner;

  /**
   * A binding to a record.
   *
   * @param owner what errors call the one whose keys these are
   */
  RecordBinding(Mapping mapping, Class<?> type, String owner) {
    this.mapping = mapping;
    this.form = RecordForm.of(type);
    this.owner = owner;
  }

  /**
   * The record.
   *
   * @param ignored a key that is not the record's own and not unknown either
   * @param bind makes a value of a node and the type it should have
   */
  Object bind(@Nullable String ignored, BiFunction<ConfigNode, Type, Object> bind) {
    Map<String, Object> given = new HashMap<>();
    mapping
        .entries()
        .forEach(
            (key, node) -> {
              if (!key.equals(ignored)) {
                given.put(key, bind.apply(node, type(key, node)));
              }
            });
    requireAll(given);
    return create(given);
  }

  private Type type(String key, ConfigNode node) {
    if (!form.keys().contains(key)) {
      throw node.place().error("is not a key here: " + instead(key));
    }
    return form.type(key);
  }

  private String instead(String key) {
    List<String> keys = form.keys();
    String all = keys.isEmpty() ? "no keys" : String.join(", ", keys);
    return new KnownWords(keys)
        .nearest(key)
        .map(meant -> "did you mean " + meant + "?")
        .orElse(owner + " has " + all);
  }

  private void requireAll(Map<String, Object> given) {
    for (String key : form.required()) {
      if (!given.containsKey(key)) {
        Place place = mapping.place().key(key, mapping.place().line());
        throw place.error("is missing: " + new Wanted(form.type(key)).text());
      }
    }
  }

  private Object create(Map<String, Object> given) {
    try {
      return form.create(given);
    } catch (IllegalArgumentException refusal) {
      throw explained(String.valueOf(refusal.getMessage()));
    }
  }

  /** A record's complaint with the whole path and the line of the key it begins with. */
  private ConfigException explained(String complaint) {
    Matcher name = NAME_FIRST.matcher(complaint);
    FilledValues values = new FilledValues(mapping);
    if (!name.lookingAt() || !form.keys().contains(name.group(1))) {
      Place place = mapping.place();
      String harmless = values.hiddenIn(complaint);
      return place.path().isEmpty() ? place.error(harmless) : place.error("is wrong: " + harmless);
    }
    Place key = mapping.place().key(name.group(), line(name.group(1), name.group(2)));
    return key.error(values.hiddenIn(complaint.substring(name.end()).strip()));
  }

  /** The line of the deepest value on the way that the file has. */
  private int line(String key, String rest) {
    ConfigNode node = mapping;
    ConfigNode next = mapping.entries().get(key);
    Matcher step = STEP.matcher(rest);
    while (next != null) {
      node = next;
      next = step.find() ? child(node, step) : null;
    }
    return node.place().line();
  }

  private static @Nullable ConfigNode child(ConfigNode node, Matcher step) {
    String key = step.group(1);
    if (key != null) {
      return node instanceof Mapping mapping ? mapping.entries().get(key) : null;
    }
    int index = Integer.parseInt(step.group(2));
    boolean holds = node instanceof Sequence list && index < list.items().size();
    return holds ? ((Sequence) node).items().get(index) : null;
  }
}
