package io.gradstream.record.json;

import io.gradstream.data.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * The known names of one JSON object: each is a field, or an object with known names of its own.
 * Fields are known by their index in the schema.
 */
final class JsonFields {
  private final PropertyNameMatcher names;
  private final Child[] children;

  private JsonFields(PropertyNameMatcher names, Child[] children) {
    this.names = names;
    this.children = children;
  }

  /** The tree of {@code paths}, none of which lies within another. */
  static JsonFields of(List<FieldPath> paths, JsonFactory json) {
    return of(paths, IntStream.range(0, paths.size()).boxed().toList(), 0, json);
  }

  private static JsonFields of(
      List<FieldPath> paths, List<Integer> fields, int level, JsonFactory json) {
    Map<String, List<Integer>> byName = new LinkedHashMap<>();
    for (int field : fields) {
      String name = paths.get(field).names().get(level);
      byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(field);
    }
    List<Named> names = byName.keySet().stream().map(Named::fromString).toList();
    Child[] children =
        byName.values().stream()
            .map(inside -> child(paths, inside, level, json))
            .toArray(Child[]::new);
    return new JsonFields(json.constructNameMatcher(names, false), children);
  }

  private static Child child(
      List<FieldPath> paths, List<Integer> inside, int level, JsonFactory json) {
    int[] fields = inside.stream().mapToInt(Integer::intValue).toArray();
    boolean leaf = paths.get(fields[0]).names().size() == level + 1;
    return new Child(fields, leaf ? null : of(paths, inside, level + 1, json));
  }

  /** What Jackson matches names against; a match is an index for {@link #child}. */
  PropertyNameMatcher names() {
    return names;
  }

  Child child(int match) {
    return children[match];
  }

  /** What a known name stands for: a field, or an object that fields lie within. */
  static final class Child {
    private final int[] fields;
    private final @Nullable JsonFields object;

    private Child(int[] fields, @Nullable JsonFields object) {
      this.fields = fields;
      this.object = object;
    }

    /** The names of the object that is meant, null where it is a field. */
    @Nullable JsonFields object() {
      return object;
    }

    /** The index of the field that is meant. */
    int field() {
      return fields[0];
    }

    /** The indexes of all fields that are meant. */
    int[] fields() {
      return fields;
    }
  }
}
