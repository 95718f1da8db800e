package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.BlockCodec.Block;
import io.gradstream.codec.block.PatchCodec.Patch;
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

/**
 * The newest block of every key as far as a topic has been read, with the patches behind it laid
 * on: in the order of the topic, what comes later is newer.
 */
final class BlockStore {
  private final BlockLedger ledger = new BlockLedger();
  private final Map<String, Pages> pages = new HashMap<>();
  private final BlockCodec codec = new BlockCodec();
  private final PatchCodec patches = new PatchCodec();

  /** The keys under which the topic has something else by now. */
  private final Set<BlockKey> covered = new HashSet<>();

  /** The highest version of a patch to each set that the topic had and has no more. */
  private final Map<String, Long> highestGone = new HashMap<>();

  private long since;
  private long highestVersion;

  /**
   * Takes what has come under the key of a block or a patch: the next one, or its deletion.
   *
   * @param published the highest version that has been published
   * @throws MalformedContent if it is neither; the block before stays then, and is to be written
   *     again
   */
  void accept(BlockKey key, byte @Nullable [] value, long published) {
    try {
      if (key.isPatch()) {
        acceptPatch(key, value, published);
      } else if (value != null) {
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

  /** What was there is gone, whatever has come. */
  private void acceptPatch(BlockKey key, byte @Nullable [] value, long published) {
    highestGone.merge(key.set(), ledger.version(key.set(), key.number()), Math::max);
    if (value == null) {
      ledger.remove(key.set(), key.number());
      return;
    }
    Patch patch = patches.decode(value);
    Numbering.requirePossible(patch.version());
    if (!key.set().equals(BlockKey.patchesOf(patch.set()))) {
      throw new MalformedContent("it is a patch to " + patch.set());
    }
    if (patch.version() <= published) {
      throw new MalformedContent(
          "it is a patch of version %d behind version %d".formatted(patch.version(), published));
    }
    forgetBefore(patch.since());
    lay(patch);
    ledger.put(key.set(), key.number(), patch.version());
    highestVersion = Math.max(highestVersion, patch.version());
  }

  private void lay(Patch patch) {
    String set = patch.set();
    new PatchedPages(pages.computeIfAbsent(set, name -> new Pages()), patch).lay();
    BlockLedger.forEachBlock(
        patch.rows(), patch.block(), block -> ledger.patch(set, block, patch.version()));
  }

  private void put(BlockKey key, Block block) {
    requireNewer(key, block);
    ledger.put(key.set(), key.number(), block.version());
    highestVersion = Math.max(highestVersion, block.version());
    pages.computeIfAbsent(key.set(), set -> new Pages()).put(key.number(), block.page());
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

  /** The highest version of a block or patch so far, 0 before the first. */
  long highestVersion() {
    return highestVersion;
  }

  private void dropPage(String set, int number) {
    Pages known = pages.get(set);
    if (known != null) {
      known.drop(number);
    }
  }

  /**
   * Forgets what is older than a version, once: patches to what is not are none before the first
   * that says so.
   */
  private void forgetBefore(long version) {
    if (version > since) {
      since = version;
      ledger.forgetBefore(version);
      pages.forEach((set, known) -> dropBefore(set, known, version));
    }
  }

  private void dropBefore(String set, Pages known, long version) {
    for (int number = 0; number < known.length(); number++) {
      if (ledger.version(set, number) < version) {
        known.drop(number);
      }
    }
  }

  /** What is there, pages apart. */
  BlockLedger ledger() {
    return ledger;
  }

  /**
   * The blocks that a manifest stands for, if they are here, each as it was then; they stay as they
   * are now. None can be newer when the manifest is the last record read, and if one is older, or
   * missing, so is the sum. It is the same with patches.
   */
  Optional<List<BlockSet>> whole(BlockIndex index) {
    forgetBefore(index.since());
    long versions = index.sets().stream().mapToLong(set -> ledger.sum(set, index.since())).sum();
    if (versions != index.versions() || !hasPatches(index)) {
      return Optional.empty();
    }
    List<BlockSet> blocks = index.sets().stream().map(set -> blocks(set, index.since())).toList();
    pages.values().forEach(Pages::share);
    return Optional.of(blocks).filter(all -> all.stream().allMatch(BlockStore::isCutAsSaid));
  }

  private boolean hasPatches(BlockIndex index) {
    return index.patches().entrySet().stream()
        .allMatch(each -> has(each.getKey(), each.getValue()));
  }

  private boolean has(String set, PatchSum patches) {
    return ledger.sum(BlockKey.patchesOf(set), patches.since()) == patches.versions();
  }

  /** Another model's blocks may have the right version, and not the right length. */
  private static boolean isCutAsSaid(BlockSet set) {
    return IntStream.range(0, set.size())
        .allMatch(
            i -> set.page(i).length == set.layout().length(set.number(i)) * set.tensors().size());
  }

  private BlockSet blocks(BlockSet set, long since) {
    Pages known = pages.getOrDefault(set.name(), new Pages());
    List<float[]> present = new ArrayList<>();
    int[] numbers = new int[Math.min(known.length(), set.layout().count())];
    for (int number = 0; number < numbers.length; number++) {
      float[] page = known.get(number);
      if (page != null && isPart(set.name(), number, since)) {
        numbers[present.size()] = number;
        present.add(page);
      }
    }
    int[] taken = Arrays.copyOf(numbers, present.size());
    return new BlockSet(
            set.name(), set.layout(), set.tensors(), taken, present.toArray(float[][]::new))
        .patched(ledger.patched(set.name()));
  }

  private boolean isPart(String set, int number, long since) {
    return ledger.version(set, number) >= since || ledger.isPatched(set, number);
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
      lost.add(emptied(set));
    }
    return new BlockRepairs(lost, keysBut(there));
  }

  /**
   * Zeros for the blocks that the topic has more of than the set. It is not enough to delete one
   * that a patch may have rows of: these would come to light.
   */
  private BlockSet emptied(BlockSet set) {
    BitSet others = new BitSet();
    if (ledger.patches(set.name()).isPresent()) {
      others = ledger.numbers(set.name());
      others.clear(set.layout().count(), Integer.MAX_VALUE);
      IntStream.range(0, set.size()).map(set::number).forEach(others::clear);
    }
    int[] numbers = others.stream().toArray();
    int tensors = set.tensors().size();
    float[][] pages = new float[numbers.length][];
    Arrays.setAll(pages, i -> new float[tensors * set.layout().length(numbers[i])]);
    return new BlockSet(set.name(), set.layout(), set.tensors(), numbers, pages);
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
          boolean isBlock = !set.equals(BlockWriter.PART) && !BlockKey.isPatch(set);
          if (isBlock && !numbers.getOrDefault(set, none).get(number)) {
            others.add(new BlockKey(set, number));
          }
        });
    return others;
  }

  /** Whether the topic ends with this very block, be it by the patches to it. */
  private boolean has(BlockSet set, int i, long since) {
    int number = set.number(i);
    boolean isPatched = ledger.isPatched(set.name(), number);
    return pages.getOrDefault(set.name(), new Pages()).get(number) == set.page(i)
        && isPart(set.name(), number, since)
        && !(isPatched && isPatchGone(set.name()))
        && !covered.contains(new BlockKey(set.name(), number));
  }

  /** Whether somebody else has removed a patch that blocks are still behind. */
  private boolean isPatchGone(String set) {
    return ledger.oldestPatch(set) <= highestGone.getOrDefault(BlockKey.patchesOf(set), 0L);
  }
}
