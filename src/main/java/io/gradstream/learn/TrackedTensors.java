package io.gradstream.learn;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Tensors of one shape, one that is published and those that only the learner needs, cut into
 * blocks, and which of these have changed since the last version.
 */
final class TrackedTensors {
  private final String name;
  private final BlockLayout layout;
  private final List<float[]> value;
  private final List<String> slots;
  private final List<float[]> slotValues = new ArrayList<>();
  private final BitSet changed;

  /**
   * Tensors of which nothing has changed yet.
   *
   * @param name of what is published, whose elements are {@code value}: one array, or none where
   *     nothing is
   * @param slots what only the learner needs, by name
   */
  TrackedTensors(String name, BlockLayout layout, List<float[]> value, Map<String, Tensor> slots) {
    this.name = name;
    this.layout = layout;
    this.value = List.copyOf(value);
    this.slots = List.copyOf(slots.keySet());
    slots.values().forEach(tensor -> slotValues.add(tensor.data()));
    this.changed = new BitSet(layout.count());
  }

  /** Notes that elements have changed, from one to another. */
  void mark(int start, int end) {
    int size = layout.size();
    if (start < end) {
      mark(start / size, end, size);
    }
  }

  /** A range is mostly a row, and lies in one block: then it needs no second division. */
  private void mark(int first, int end, int size) {
    if (end <= (first + 1L) * size) {
      changed.set(first);
    } else {
      changed.set(first, (end - 1) / size + 1);
    }
  }

  /** The blocks that have changed, of which none has from now on. */
  int[] drainChanged() {
    int[] numbers = changed.stream().toArray();
    changed.clear();
    return numbers;
  }

  /** The blocks that are not zero, be it in what only the learner needs. */
  int[] drainAll() {
    changed.clear();
    for (int block = 0; block < layout.count(); block++) {
      if (isNonZero(value, block) || isNonZero(slotValues, block)) {
        changed.set(block);
      }
    }
    return drainChanged();
  }

  private boolean isNonZero(List<float[]> tensors, int block) {
    int start = layout.start(block);
    int end = start + layout.length(block);
    for (float[] elements : tensors) {
      for (int i = start; i < end; i++) {
        if (Float.floatToRawIntBits(elements[i]) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Adds copies of these blocks to what is published, and to what only the learner needs. */
  void addBlocks(int[] numbers, List<BlockSet> parameters, List<BlockSet> state) {
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
