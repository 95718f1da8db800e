package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.BlockCodec.Block;
import io.gradstream.version.BlockSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest block of every key as far as a topic has been read. */
final class BlockStore {
  private static final float[] NOTHING = {};

  private final BlockLedger ledger = new BlockLedger();
  private final Map<String, float[][]> pages = new HashMap<>();

  void put(BlockKey key, Block block) {
    ledger.put(key.set(), key.number(), block.version());
    float[][] known = pages.getOrDefault(key.set(), new float[0][]);
    if (key.number() >= known.length) {
      known = Arrays.copyOf(known, Math.max(key.number() + 1, 2 * known.length));
      pages.put(key.set(), known);
    }
    known[key.number()] = block.page();
  }

  void remove(BlockKey key) {
    ledger.remove(key.set(), key.number());
    dropPage(key.set(), key.number());
  }

  private void dropPage(String set, int number) {
    float[][] known = pages.getOrDefault(set, new float[0][]);
    if (number < known.length) {
      known[number] = NOTHING;
    }
  }

  /** Forgets what is older than a version. */
  void forgetBefore(long since) {
    ledger.removeBefore(since, this::dropPage);
  }

  /** What is there, pages apart. */
  BlockLedger ledger() {
    return ledger;
  }

  /**
   * Whether these are the blocks that a manifest stands for, each as it was then. None can be newer
   * when the manifest is the last record read, and if one is older, or missing, so is the sum.
   */
  boolean isWhole(BlockIndex index) {
    return index.sets().stream().mapToLong(set -> ledger.sum(set, index.since())).sum()
        == index.versions();
  }

  /** The blocks that a manifest stands for; they stay as they are now. */
  List<BlockSet> blocks(BlockIndex index) {
    return index.sets().stream().map(set -> blocks(set, index.since())).toList();
  }

  private BlockSet blocks(BlockSet set, long since) {
    float[][] known = pages.getOrDefault(set.name(), new float[0][]);
    List<float[]> present = new ArrayList<>();
    int[] numbers = new int[Math.min(known.length, set.layout().count())];
    for (int number = 0; number < numbers.length; number++) {
      if (ledger.version(set.name(), number) >= since) {
        requireLength(set, number, known[number]);
        numbers[present.size()] = number;
        present.add(known[number]);
      }
    }
    int[] taken = Arrays.copyOf(numbers, present.size());
    return new BlockSet(
        set.name(), set.layout(), set.tensors(), taken, present.toArray(float[][]::new));
  }

  private static void requireLength(BlockSet set, int number, float[] page) {
    int expected = set.layout().length(number) * set.tensors().size();
    if (page.length != expected) {
      throw new MalformedContent(
          "block %d of %s must have %d elements: %d"
              .formatted(number, set.name(), expected, page.length));
    }
  }
}
