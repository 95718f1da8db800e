package io.gradstream.codec.block;

import io.gradstream.version.BlockSet;
import io.gradstream.version.RowPatch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Which blocks and patches a topic has of a model, each with the version that wrote it, and which
 * blocks are behind the patches to them.
 */
final class BlockLedger {
  private final Map<String, long[]> versions = new LinkedHashMap<>();

  /** Of every block the version of the first patch since it was written, 0 where there is none. */
  private final Map<String, long[]> patched = new LinkedHashMap<>();

  void put(String set, int number, long version) {
    set(versions, set, number, version);
    if (at(patched, set, number) > 0) {
      set(patched, set, number, 0);
    }
  }

  private static void set(Map<String, long[]> all, String set, int number, long version) {
    long[] known = all.getOrDefault(set, new long[0]);
    if (number >= known.length) {
      known = Arrays.copyOf(known, Math.max(number + 1, 2 * known.length));
      all.put(set, known);
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
    return at(versions, set, number);
  }

  private static long at(Map<String, long[]> all, String set, int number) {
    long[] known = all.getOrDefault(set, new long[0]);
    return number < known.length ? known[number] : 0;
  }

  /** Notes that a patch of this version has rows of a block. */
  void patch(String set, int number, long version) {
    if (version(set, number) < version && at(patched, set, number) == 0) {
      set(patched, set, number, version);
    }
  }

  /** Whether a block is behind patches to it. */
  boolean isPatched(String set, int number) {
    return at(patched, set, number) > 0;
  }

  /**
   * The blocks of a set that are behind patches to them, in their order from that on which is so
   * for longest.
   */
  int[] patched(String set) {
    long[] known = patched.getOrDefault(set, new long[0]);
    int[] behind = IntStream.range(0, known.length).filter(i -> known[i] > 0).toArray();
    int oldest = 0;
    for (int i = 1; i < behind.length; i++) {
      oldest = known[behind[i]] < known[behind[oldest]] ? i : oldest;
    }
    return IntStream.concat(
            Arrays.stream(behind, oldest, behind.length), Arrays.stream(behind, 0, oldest))
        .toArray();
  }

  /** The blocks of a set that there are, be it by patches alone. */
  BitSet numbers(String set) {
    BitSet numbers = new BitSet();
    for (Map<String, long[]> all : List.of(versions, patched)) {
      long[] known = all.getOrDefault(set, new long[0]);
      IntStream.range(0, known.length).filter(i -> known[i] > 0).forEach(numbers::set);
    }
    return numbers;
  }

  /** The version of the oldest patch that a block of a set is behind; without one the largest. */
  long oldestPatch(String set) {
    long oldest = Long.MAX_VALUE;
    for (long version : patched.getOrDefault(set, new long[0])) {
      oldest = version > 0 && version < oldest ? version : oldest;
    }
    return oldest;
  }

  /** The patches that a set's blocks are behind, and all of the same time. */
  Optional<PatchSum> patches(String set) {
    long oldest = oldestPatch(set);
    return oldest == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new PatchSum(oldest, sum(BlockKey.patchesOf(set), oldest)));
  }

  /** Calls with the number of each block that a patch has rows of, ascending. */
  static void forEachBlock(RowPatch patch, int blockSize, IntConsumer block) {
    int next = 0;
    for (int i = 0; i < patch.size(); i++) {
      long start = (long) patch.row(i) * patch.columns();
      int last = (int) ((start + patch.columns() - 1) / blockSize);
      for (int each = Math.max(next, (int) (start / blockSize)); each <= last; each++) {
        block.accept(each);
        next = each + 1;
      }
    }
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
    return sum(set.name(), set.layout().count(), since);
  }

  /** The same of as many as there are. */
  long sum(String set, long since) {
    return sum(set, Integer.MAX_VALUE, since);
  }

  private long sum(String set, int count, long since) {
    long[] known = versions.getOrDefault(set, new long[0]);
    long sum = 0;
    for (int i = 0; i < Math.min(known.length, count); i++) {
      sum += known[i] < since ? 0 : known[i];
    }
    return sum;
  }

  /** Forgets what is older than a version, but for parts of checkpoints. */
  void forgetBefore(long since) {
    patched.values().forEach(known -> clearBefore(known, since));
    versions.forEach(
        (set, known) -> {
          if (!set.equals(BlockWriter.PART)) {
            clearBefore(known, since);
          }
        });
  }

  /** Forgets what is older than a version, naming every block of it by set and number. */
  void removeBefore(long since, BiConsumer<String, Integer> removed) {
    patched.values().forEach(known -> clearBefore(known, since));
    versions.keySet().forEach(set -> removeBefore(set, since, removed));
  }

  private static void clearBefore(long[] known, long since) {
    for (int i = 0; i < known.length; i++) {
      known[i] = known[i] < since ? 0 : known[i];
    }
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
