package io.gradstream.record.json;

import io.gradstream.data.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The known names of one JSON object as bytes: each is a field, or an object with known names of
 * its own. Producers write the same fields in the same order, so the name that followed the last
 * time is looked at first.
 */
final class ScannedFields {
  /** No known name. */
  static final int NONE = -1;

  private final byte[][] quoted;
  private final int[][] fields;
  private final @Nullable ScannedFields[] objects;
  private final int[] followers;

  private ScannedFields(List<FieldPath> paths, List<Integer> inside, int level) {
    Map<String, List<Integer>> byName = new LinkedHashMap<>();
    for (int field : inside) {
      String name = paths.get(field).names().get(level);
      byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(field);
    }
    int count = byName.size();
    this.quoted =
        byName.keySet().stream()
            .map(name -> ('"' + name + '"').getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    this.fields =
        byName.values().stream()
            .map(each -> each.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    this.objects = new ScannedFields[count];
    for (int i = 0; i < count; i++) {
      if (paths.get(fields[i][0]).names().size() > level + 1) {
        objects[i] = new ScannedFields(paths, Arrays.stream(fields[i]).boxed().toList(), level + 1);
      }
    }
    this.followers = IntStream.rangeClosed(0, count).map(i -> i < count ? i : NONE).toArray();
  }

  /** The tree of {@code paths}, none of which lies within another. */
  static ScannedFields of(List<FieldPath> paths) {
    return new ScannedFields(paths, IntStream.range(0, paths.size()).boxed().toList(), 0);
  }

  /** The name that came after the known name {@code before} the last time. */
  int follower(int before) {
    return followers[before + 1];
  }

  /** Whether the record goes on at {@code at} with a known name in its quotes. */
  boolean isAt(int name, byte[] record, int at) {
    byte[] wanted = quoted[name];
    return at + wanted.length <= record.length
        && Arrays.equals(record, at, at + wanted.length, wanted, 0, wanted.length);
  }

  /** The length of a known name, its quotes included. */
  int length(int name) {
    return quoted[name].length;
  }

  /** The known name that stands, in its quotes, from one index to another. */
  int find(byte[] record, int from, int to, int before) {
    for (int name = 0; name < quoted.length; name++) {
      if (quoted[name].length == to - from && isAt(name, record, from)) {
        followers[before + 1] = name;
        return name;
      }
    }
    return NONE;
  }

  /** The names inside the object of this name, null where it is a field. */
  @Nullable ScannedFields object(int name) {
    return objects[name];
  }

  /** The indexes of all fields that a name stands for; of a field, its own. */
  int[] fields(int name) {
    return fields[name];
  }
}
