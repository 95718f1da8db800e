package io.gradstream.config;

import io.gradstream.config.ConfigNode.Mapping;
import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.settings.RecordForm;
import io.gradstream.settings.SettingsText;
import io.gradstream.settings.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A sealed interface of settings: its records by the {@code type} word that chooses them. */
final class Choice {
  private final Class<?> sealed;
  private final Map<String, Class<?>> members = new TreeMap<>();

  Choice(Class<?> sealed) {
    this.sealed = sealed;
    records(sealed).forEach(m -> members.put(SettingsText.of(m.asSubclass(Record.class)), m));
  }

  List<String> words() {
    return List.copyOf(members.keySet());
  }

  /** The keys and values that a member is written as; its word alone is its type. */
  Mapping mapping(ConfigNode node) {
    if (node instanceof Scalar scalar && members.containsKey(scalar.text())) {
      return new Mapping(node.place(), Map.of(SettingsText.TYPE, node));
    }
    if (node instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
      throw Scalars.unknown(scalar, words());
    }
    return node.mapping(Wanted.by(sealed));
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
    Scalar word = type.scalar(Wanted.oneOf(words()));
    Class<?> member = members.get(word.text());
    if (member == null) {
      throw Scalars.unknown(word, words());
    }
    return member;
  }

  private ConfigException missing(Mapping mapping) {
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      if (Suggestion.of(entry.getKey(), List.of(SettingsText.TYPE)).isPresent()) {
        return entry.getValue().place().error("is not a key here: did you mean type?");
      }
    }
    Place type = mapping.place().key(SettingsText.TYPE, mapping.place().line());
    return type.error("is missing: " + Wanted.oneOf(words()));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    if (type.isRecord()) {
      return Stream.of(type);
    }
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null ? Stream.empty() : Arrays.stream(permitted).flatMap(Choice::records);
  }
}
