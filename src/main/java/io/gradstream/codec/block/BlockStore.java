package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.BlockCodec.Block;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The newest block of every key as far as a topic has been read. */
final class BlockStore {
  private static final float[] NOTHING = {};

  private final BlockLedger ledger = new BlockLedger();
  private final Map<String, float[][]> pages = new HashMap<>();
  private final BlockCodec codec = new BlockCodec();

  /** The keys under which the topic has something else by now. */
  private final Set<BlockKey> covered = new HashSet<>();

  private long highestVersion;

  /**
   * Takes what has come under the key of a block: the next one, or its deletion.
   *
   * @throws MalformedContent if it is neither; the block before stays then, and is to be written
   *     again
   */
  void accept(BlockKey key, byte @Nullable [] value) {
    try {
      if (value != null) {
        put(key, codec.decode(value));
      } else {
        ledger.remove(key.set(), key.number());
        dropPage(key.set(), key.number());
      }
      covered.remove(key);
    } catch (MalformedContent foreign) {
      covered.add(key);
      throw foreign;
    }
  }

  private void put(BlockKey key, Block block) {
    requireNewer(key, block);
    ledger.put(key.set(), key.number(), block.version());
    highestVersion = Math.max(highestVersion, block.version());
    float[][] known = pages.getOrDefault(key.set(), new float[0][]);
    if (key.number() >= known.length) {
      known = Arrays.copyOf(known, Math.max(key.number() + 1, 2 * known.length));
      pages.put(key.set(), known);
    }
    known[key.number()] = block.page();
  }

  private void requireNewer(BlockKey key, Block block) {
    Numbering.requirePossible(block.version());
    long before = ledger.version(key.set(), key.number());
    if (block.version() <= before) {
      throw new MalformedContent(
          "it is a block of version %d behind that of version %d"
              .formatted(block.version(), before));
    }
    if (!Tensor.areFinite(block.page(), block.page().length)) {
      throw new MalformedContent("it is a block with numbers that are not finite");
    }
  }

  /** The highest version of a block so far, 0 before the first. */
  long highestVersion() {
    return highestVersion;
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
   * The blocks that a manifest stands for, if they are here, each as it was then; they stay as they
   * are now. None can be newer when the manifest is the last record read, and if one is older, or
   * missing, so is the sum.
   */
  Optional<List<BlockSet>> whole(BlockIndex index) {
    long versions = index.sets().stream().mapToLong(set -> ledger.sum(set, index.since())).sum();
    if (versions != index.versions()) {
      return Optional.empty();
    }
    List<BlockSet> blocks = index.sets().stream().map(set -> blocks(set, index.since())).toList();
    return Optional.of(blocks).filter(all -> all.stream().allMatch(BlockStore::isCutAsSaid));
  }

  /** Another model's blocks may have the right version, and not the right length. */
  private static boolean isCutAsSaid(BlockSet set) {
    return IntStream.range(0, set.size())
        .allMatch(
            i -> set.page(i).length == set.layout().length(set.number(i)) * set.tensors().size());
  }

  private BlockSet blocks(BlockSet set, long since) {
    float[][] known = pages.getOrDefault(set.name(), new float[0][]);
    List<float[]> present = new ArrayList<>();
    int[] numbers = new int[Math.min(known.length, set.layout().count())];
    for (int number = 0; number < numbers.length; number++) {
      if (ledger.version(set.name(), number) >= since) {
        numbers[present.size()] = number;
        present.add(known[number]);
      }
    }
    int[] taken = Arrays.copyOf(numbers, present.size());
    return new BlockSet(
        set.name(), set.layout(), set.tensors(), taken, present.toArray(float[][]::new));
  }

  /**
   * What the topic needs to have these blocks again and no others.
   *
   * @param since blocks of versions before this one are none any more
   */
  BlockRepairs repairs(List<BlockSet> sets, long since) {
    Map<String, BitSet> there = new HashMap<>();
    List<BlockSet> lost = new ArrayList<>();
    for (BlockSet set : sets) {
      BitSet numbers = new BitSet();
      int[] missing = IntStream.range(0, set.size()).filter(i -> !has(set, i, since)).toArray();
      IntStream.range(0, set.size()).map(set::number).forEach(numbers::set);
      Arrays.stream(missing).map(set::number).forEach(numbers::clear);
      there.put(set.name(), numbers);
      lost.add(part(set, missing));
    }
    return new BlockRepairs(lost, keysBut(there));
  }

  private static BlockSet part(BlockSet set, int[] indices) {
    int[] numbers = Arrays.stream(indices).map(set::number).toArray();
    float[][] pages = Arrays.stream(indices).mapToObj(set::page).toArray(float[][]::new);
    return new BlockSet(set.name(), set.layout(), set.tensors(), numbers, pages);
  }

  private Set<BlockKey> keysBut(Map<String, BitSet> numbers) {
    Set<BlockKey> others = new HashSet<>(covered);
    BitSet none = new BitSet();
    ledger.forEach(
        (set, number) -> {
          boolean isPart = set.equals(BlockWriter.PART);
          if (!isPart && !numbers.getOrDefault(set, none).get(number)) {
            others.add(new BlockKey(set, number));
          }
        });
    return others;
  }

  /** Whether the topic ends with this very block. */
  private boolean has(BlockSet set, int i, long since) {
    int number = set.number(i);
    float[][] known = pages.getOrDefault(set.name(), new float[0][]);
    return number < known.length
        && known[number] == set.page(i)
        && ledger.version(set.name(), number) >= since
        && !covered.contains(new BlockKey(set.name(), number));
  }
}
