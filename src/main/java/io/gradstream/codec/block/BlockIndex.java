package io.gradstream.codec.block;

import io.gradstream.codec.JsonObject;
import io.gradstream.codec.MalformedContent;
import io.gradstream.tensor.Shape;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a manifest says of the blocks it stands for.
 *
 * @param since blocks of versions before this one are no part of the model
 * @param versions the sum of the versions that wrote each block last
 * @param patches which patches belong to it, by the names of the sets that have any
 * @param sets what there are blocks of: these have none themselves
 */
record BlockIndex(long since, long versions, Map<String, PatchSum> patches, List<BlockSet> sets) {
  private static final String SINCE = "since";
  private static final String VERSIONS = "blockVersions";
  private static final String PATCHES = "patches";
  private static final String TENSORS = "tensors";
  private static final String SLOTS = "slots";

  BlockIndex {
    patches = Map.copyOf(patches);
    sets = List.copyOf(sets);
  }

  /** As a tree, to stand in a manifest. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(SINCE, since);
    tree.put(VERSIONS, versions);
    Map<String, Object> tensors = new LinkedHashMap<>();
    for (BlockSet set : sets) {
      Map<String, Object> told = tree(set);
      PatchSum sum = patches.get(set.name());
      if (sum != null) {
        told.put(PATCHES, sum.tree());
      }
      tensors.put(set.name(), told);
    }
    tree.put(TENSORS, tensors);
    return tree;
  }

  /** How tensors are cut, as a tree. */
  static Map<String, Object> tensors(List<BlockSet> sets) {
    Map<String, Object> tensors = new LinkedHashMap<>();
    sets.forEach(set -> tensors.put(set.name(), tree(set)));
    return tensors;
  }

  private static Map<String, Object> tree(BlockSet set) {
    BlockLayout layout = set.layout();
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < layout.shape().rank(); axis++) {
      extents.add(layout.shape().extent(axis));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("shape", extents);
    tree.put("order", layout.order().name().toLowerCase(Locale.ROOT));
    tree.put("block", layout.size());
    if (!set.tensors().equals(List.of(set.name()))) {
      tree.put(SLOTS, set.tensors());
    }
    return tree;
  }

  /**
   * The index that {@link #tree} made.
   *
   * @throws MalformedContent if it is none
   */
  static BlockIndex of(JsonObject tree) {
    try {
      return read(tree);
    } catch (IllegalArgumentException | ArithmeticException | ClassCastException e) {
      throw new MalformedContent("not a manifest: " + e.getMessage(), e);
    }
  }

  private static BlockIndex read(JsonObject tree) {
    List<BlockSet> sets = new ArrayList<>();
    JsonObject tensors = tree.object(TENSORS);
    Map<String, PatchSum> patches = new LinkedHashMap<>();
    for (String name : tensors.members().keySet()) {
      JsonObject told = tensors.object(name);
      sets.add(set(name, told));
      if (told.has(PATCHES)) {
        patches.put(name, PatchSum.of(told.object(PATCHES)));
      }
    }
    return new BlockIndex(
        tree.required(SINCE, Long.class), tree.required(VERSIONS, Long.class), patches, sets);
  }

  private static BlockSet set(String name, JsonObject tree) {
    int[] extents =
        tree.required("shape", List.class).stream()
            .mapToInt(extent -> Math.toIntExact((Long) extent))
            .toArray();
    String order = tree.required("order", String.class).toUpperCase(Locale.ROOT);
    int size = Math.toIntExact(tree.required("block", Long.class));
    BlockLayout layout = new BlockLayout(Shape.of(extents), BlockLayout.Order.valueOf(order), size);
    List<String> names = new ArrayList<>();
    for (Object slot : tree.members().get(SLOTS) instanceof List<?> slots ? slots : List.of(name)) {
      names.add(slot.toString());
    }
    return new BlockSet(name, layout, names, new int[0], new float[0][]);
  }
}
