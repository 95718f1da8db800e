package io.gradstream.learn.tracking;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockSet;
import io.gradstream.version.RowPatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tensors of one shape, one that is published and those that only the learner needs, cut into
 * blocks, and what of them has changed since the last version.
 */
final class TrackedTensors {
  /** About what a block's record has beside its elements: a key, a header, and what Kafka adds. */
  private static final int BLOCK_BYTES = 160;

  /** About the same of a patch's, whose header says more. */
  private static final int PATCH_BYTES = 400;

  private final String name;
  private final BlockLayout layout;
  private final List<float[]> value;
  private final List<String> slots;
  private final List<float[]> slotValues = new ArrayList<>();
  private final int unit;
  private final BitSet changed;
  private final @Nullable Sweep sweep;
  private final List<float[]> all = new ArrayList<>();
  private final RowCopies copies;

  /**
   * Tensors of which nothing has changed yet.
   *
   * @param name of what is published, whose elements are {@code value}: one array, or none where
   *     nothing is
   * @param columns elements of a row that may come as a patch, 0 where only whole blocks do
   * @param slots what only the learner needs, by name
   */
  TrackedTensors(
      String name,
      BlockLayout layout,
      int columns,
      List<float[]> value,
      Map<String, Tensor> slots) {
    this.name = name;
    this.layout = layout;
    this.value = List.copyOf(value);
    this.slots = List.copyOf(slots.keySet());
    slots.values().forEach(tensor -> slotValues.add(tensor.data()));
    this.unit = columns == 0 ? layout.size() : columns;
    this.changed = new BitSet((layout.shape().size() + unit - 1) / unit);
    this.sweep = columns == 0 ? null : new Sweep(layout.count(), blockBytes());
    all.addAll(value);
    all.addAll(slotValues);
    this.copies = new RowCopies(unit, all);
  }

  /** The name of what is published, or of the only slot. */
  String name() {
    return name;
  }

  /** Notes that elements have changed, from one to another. */
  void mark(int start, int end) {
    if (start < end) {
      mark(start / unit, end, unit);
    }
  }

  /** A range is mostly a row, and lies in one unit: then it needs no second division. */
  private void mark(int first, int end, int size) {
    if (end <= (first + 1L) * size) {
      changed.set(first);
    } else {
      changed.set(first, (end - 1) / size + 1);
    }
  }

  /** Goes on where a topic has these blocks less new than patches to them. */
  void goOnFrom(int[] patched) {
    if (sweep != null) {
      sweep.goOnFrom(patched);
    }
  }

  /**
   * Adds copies of what has changed, of which nothing has from now on, as it costs least: whole
   * blocks, or a patch with blocks that earlier patches belong to. A patch is valid until the next
   * call.
   */
  void addChanges(List<BlockSet> parameters, List<BlockSet> state) {
    addChanges(copies, parameters, state);
  }

  private void addChanges(RowCopies rows, List<BlockSet> parameters, List<BlockSet> state) {
    int[] blocks = changedBlocks();
    long patchBytes = patchBytes(changed.cardinality(), blocks);
    if (sweep == null || 2 * patchBytes >= blocks.length * blockBytes()) {
      changed.clear();
      addWritten(blocks, parameters, state);
    } else {
      sweep.patched(blocks);
      rows.take(changed);
      changed.clear();
      addPatched(rows, sweep.take(patchBytes), parameters, state);
    }
  }

  /** Adds copies of what is not zero, be it in what only the learner needs, likewise. */
  void addAll(List<BlockSet> parameters, List<BlockSet> state) {
    goOnFrom(new int[0]);
    changed.clear();
    all.forEach(this::markNonZero);
    // There may be many more rows than will ever change between two versions.
    addChanges(new RowCopies(unit, all), parameters, state);
  }

  private void markNonZero(float[] elements) {
    int i = 0;
    while (i < elements.length) {
      if (Float.floatToRawIntBits(elements[i]) == 0) {
        i++;
      } else {
        int number = i / unit;
        changed.set(number);
        i = (int) Math.min(elements.length, (number + 1L) * unit);
      }
    }
  }

  /** Adds none of its blocks. */
  void addNone(List<BlockSet> parameters, List<BlockSet> state) {
    addBlocks(new int[0], parameters, state);
  }

  private int[] changedBlocks() {
    if (sweep == null) {
      return changed.stream().toArray();
    }
    BitSet blocks = new BitSet(layout.count());
    int row = changed.nextSetBit(0);
    while (row >= 0) {
      int last = (int) (((row + 1L) * unit - 1) / layout.size());
      blocks.set((int) ((long) row * unit / layout.size()), last + 1);
      // The first row that reaches beyond the block.
      row = changed.nextSetBit((int) Math.max(row + 1L, (last + 1L) * layout.size() / unit));
    }
    return blocks.stream().toArray();
  }

  private long blockBytes() {
    return (long) records() * BLOCK_BYTES + elementBytes() * layout.size();
  }

  private long patchBytes(int rows, int[] blocks) {
    long besideElements = PATCH_BYTES + (long) rows * numberBytes(blocks);
    return records() * besideElements + elementBytes() * rows * unit;
  }

  /** Numbers of rows are written as differences, in two bytes where none can be larger. */
  private int numberBytes(int[] blocks) {
    for (int i = 1; i < blocks.length; i++) {
      if ((blocks[i] - blocks[i - 1] + 1L) * layout.size() / unit > 0xFFFF) {
        return Integer.BYTES;
      }
    }
    return Short.BYTES;
  }

  /** On how many topics a block has a record. */
  private int records() {
    return (value.isEmpty() ? 0 : 1) + (slots.isEmpty() ? 0 : 1);
  }

  private long elementBytes() {
    return (long) Float.BYTES * (value.size() + slots.size());
  }

  private void addWritten(int[] blocks, List<BlockSet> parameters, List<BlockSet> state) {
    if (sweep != null) {
      sweep.written(blocks);
    }
    addBlocks(blocks, parameters, state);
  }

  private void addPatched(
      RowCopies rows, int[] numbers, List<BlockSet> parameters, List<BlockSet> state) {
    int published = value.size();
    if (published > 0) {
      parameters.add(copy(List.of(name), value, numbers).with(rows.patch(0, published)));
    }
    if (!slots.isEmpty()) {
      RowPatch patch = rows.patch(published, published + slots.size());
      state.add(copy(slots, slotValues, numbers).with(patch));
    }
  }

  private void addBlocks(int[] numbers, List<BlockSet> parameters, List<BlockSet> state) {
    if (!value.isEmpty()) {
      parameters.add(copy(List.of(name), value, numbers));
    }
    if (!slots.isEmpty()) {
      state.add(copy(slots, slotValues, numbers));
    }
  }

  private BlockSet copy(List<String> names, List<float[]> tensors, int[] numbers) {
    float[][] pages = new float[numbers.length][];
    for (int i = 0; i < numbers.length; i++) {
      pages[i] = page(tensors, numbers[i]);
    }
    return new BlockSet(name, layout, names, numbers, pages);
  }

  private float[] page(List<float[]> tensors, int block) {
    int length = layout.length(block);
    float[] page = new float[tensors.size() * length];
    for (int i = 0; i < tensors.size(); i++) {
      System.arraycopy(tensors.get(i), layout.start(block), page, i * length, length);
    }
    return page;
  }
}
