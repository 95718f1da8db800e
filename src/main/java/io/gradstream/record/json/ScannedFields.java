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

  /** The first eight bytes of each, or as many as there are, and which bits of eight they take. */
  private final long[] heads;

  private final long[] masks;
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
    this.heads = Arrays.stream(quoted).mapToLong(ScannedFields::head).toArray();
    this.masks = Arrays.stream(quoted).mapToLong(name -> mask(name.length)).toArray();
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

  private static long head(byte[] name) {
    return JsonBytes.eight(Arrays.copyOf(name, Math.max(Long.BYTES, name.length)), 0);
  }

  private static long mask(int length) {
    return length >= Long.BYTES ? -1 : (1L << Byte.SIZE * length) - 1;
  }

  /** Whether the record goes on at {@code at} with a known name in its quotes. */
  boolean isAt(int name, byte[] record, int at) {
    if (at + Long.BYTES > record.length) {
      return isAtFrom(0, name, record, at);
    }
    boolean begins = ((JsonBytes.eight(record, at) ^ heads[name]) & masks[name]) == 0;
    return begins && (masks[name] >= 0 || isAtFrom(Long.BYTES, name, record, at));
  }

  /** The same of a name's bytes from an index on; most names have few beyond the eighth. */
  private boolean isAtFrom(int from, int name, byte[] record, int at) {
    byte[] wanted = quoted[name];
    if (at + wanted.length > record.length) {
      return false;
    }
    for (int i = from; i < wanted.length; i++) {
      if (record[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
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
