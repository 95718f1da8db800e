package io.gradstream.config;

import io.gradstream.config.ConfigNode.Mapping;
import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.Losses;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.Optimizers;
import io.gradstream.settings.KnownWords;
import io.gradstream.settings.RecordForm;
import io.gradstream.settings.SettingsText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of which there are several kinds: their records by the {@code type} word that chooses
 * them. The interface is sealed, or lists its records where they are.
 */
final class Choice {
  private static final Map<Class<?>, List<? extends Class<?>>> LISTED =
      Map.of(LossSettings.class, Losses.ALL, OptimizerSettings.class, Optimizers.ALL);

  private final Class<?> kinds;
  private final Map<String, Class<?>> members = new TreeMap<>();

  Choice(Class<?> kinds) {
    this.kinds = kinds;
    records(kinds).forEach(m -> members.put(SettingsText.of(m.asSubclass(Record.class)), m));
  }

  /** Whether a type of settings is chosen, and not bound as it is. */
  static boolean isOne(Class<?> type) {
    return !members(type).isEmpty();
  }

  /** What a type may be; nothing if it is not chosen. */
  static List<? extends Class<?>> members(Class<?> type) {
    List<? extends Class<?>> listed = LISTED.get(type);
    if (listed != null) {
      return listed;
    }
    // an enum whose constants have bodies is sealed too
    return type.isSealed() && !type.isEnum() ? List.of(type.getPermittedSubclasses()) : List.of();
  }

  KnownWords words() {
    return new KnownWords(members.keySet());
  }

  /** The keys and values that a member is written as; its word alone is its type. */
  Mapping mapping(ConfigNode node) {
    if (node instanceof Scalar scalar && members.containsKey(scalar.text())) {
      return new Mapping(node.place(), Map.of(SettingsText.TYPE, node));
    }
    if (node instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
      throw new ScalarReader(scalar).noneOf(words());
    }
    return node.mapping(new Wanted(kinds).text());
  }

  /** The member a mapping's type names, or the one meant where it has no type. */
  Class<?> member(Mapping mapping, @Nullable String otherwise) {
    ConfigNode type = mapping.entries().get(SettingsText.TYPE);
    if (type != null) {
      return named(type);
    }
    Class<?> member = otherwise == null ? null : members.get(otherwise);
    return impliedBy(mapping)
        .or(() -> Optional.ofNullable(member))
        .orElseThrow(() -> missing(mapping));
  }

  /** The member whose word is one of its own keys and stands there: {@code {cross: [a, b]}}. */
  private Optional<Class<?>> impliedBy(Mapping mapping) {
    return mapping.entries().keySet().stream()
        .filter(members::containsKey)
        .<Class<?>>map(members::get)
        .filter(
            member ->
                RecordForm.of(member)
                    .keys()
                    .contains(SettingsText.of(member.asSubclass(Record.class))))
        .findFirst();
  }

  private Class<?> named(ConfigNode type) {
    Scalar word = type.scalar(words().oneOf());
    Class<?> member = members.get(word.text());
    if (member == null) {
      throw new ScalarReader(word).noneOf(words());
    }
    return member;
  }

  private ConfigException missing(Mapping mapping) {
    KnownWords type = new KnownWords(List.of(SettingsText.TYPE));
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      if (type.nearest(entry.getKey()).isPresent()) {
        return entry.getValue().place().error("is not a key here: did you mean type?");
      }
    }
    Place place = mapping.place().key(SettingsText.TYPE, mapping.place().line());
    return place.error("is missing: " + words().oneOf());
  }

  private static Stream<Class<?>> records(Class<?> type) {
    if (type.isRecord()) {
      return Stream.of(type);
    }
    return members(type).stream().flatMap(Choice::records);
  }
}
