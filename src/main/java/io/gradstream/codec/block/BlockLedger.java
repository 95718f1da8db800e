package io.gradstream.codec.block;

import io.gradstream.version.BlockSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Which blocks a topic has of a model, each with the version that wrote it. */
final class BlockLedger {
  private final Map<String, long[]> versions = new LinkedHashMap<>();

  void put(String set, int number, long version) {
    long[] known = versions.getOrDefault(set, new long[0]);
    if (number >= known.length) {
      known = Arrays.copyOf(known, Math.max(number + 1, 2 * known.length));
      versions.put(set, known);
    }
    known[number] = version;
  }

  void remove(String set, int number) {
    if (version(set, number) > 0) {
      put(set, number, 0);
    }
  }

  /** The version of a block, 0 where there is none. */
  long version(String set, int number) {
    long[] known = versions.getOrDefault(set, new long[0]);
    return number < known.length ? known[number] : 0;
  }

  /** Names every block there is by set and number. */
  void forEach(BiConsumer<String, Integer> block) {
    versions.forEach(
        (set, known) ->
            IntStream.range(0, known.length)
                .filter(number -> known[number] > 0)
                .forEach(number -> block.accept(set, number)));
  }

  /** The sum of the versions of a set's blocks, of those since a version. */
  long sum(BlockSet set, long since) {
    long[] known = versions.getOrDefault(set.name(), new long[0]);
    long sum = 0;
    for (int i = 0; i < Math.min(known.length, set.layout().count()); i++) {
      sum += known[i] < since ? 0 : known[i];
    }
    return sum;
  }

  /** Forgets what is older than a version, naming every block of it by set and number. */
  void removeBefore(long since, BiConsumer<String, Integer> removed) {
    versions.keySet().forEach(set -> removeBefore(set, since, removed));
  }

  /** Forgets what is older of one set. */
  void removeBefore(String set, long since, BiConsumer<String, Integer> removed) {
    long[] known = versions.getOrDefault(set, new long[0]);
    for (int i = 0; i < known.length; i++) {
      if (known[i] > 0 && known[i] < since) {
        known[i] = 0;
        removed.accept(set, i);
      }
    }
  }
}
