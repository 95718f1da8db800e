package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.learn.Blocking.Order;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A parameter and what the optimizer keeps of it, cut into blocks, and which of these the steps
 * since the last version have changed.
 */
final class TrackedParameter {
  /**
   * What a batch touches of a sparse parameter is scattered: small blocks, of which little is
   * unchanged, but not so small that most of a record is its key and header.
   */
  private static final int SPARSE = 64;

  /** Of a dense parameter everything changes: large blocks. */
  private static final int DENSE = 1 << 16;

  private final Parameter parameter;
  private final Blocking blocking;
  private final List<String> slots;
  private final List<float[]> value;
  private final List<float[]> slotValues = new ArrayList<>();
  private final BitSet changed;

  /**
   * A parameter of which nothing has changed yet.
   *
   * @param slots what the optimizer keeps of it by name
   */
  TrackedParameter(Parameter parameter, Map<String, Tensor> slots, BlockRoom room) {
    this.parameter = parameter;
    this.slots = List.copyOf(slots.keySet());
    this.value = List.of(parameter.value().data());
    slots.values().forEach(tensor -> slotValues.add(tensor.data()));
    Order order = parameter.isTransposed() ? Order.COLUMNS : Order.ROWS;
    this.blocking = new Blocking(parameter.stateShape(), order, size(room));
    this.changed = new BitSet(blocking.count());
  }

  private int size(BlockRoom room) {
    int most = room.ofParameter(parameter.name());
    if (!slots.isEmpty()) {
      most = Math.min(most, room.ofState(parameter.name(), slots));
    }
    return Math.min(most, parameter.isSparse() ? SPARSE : DENSE);
  }

  /** Notes what a step has just changed. */
  void stepped() {
    int size = blocking.size();
    for (int i = 0; i < parameter.stretches(); i++) {
      int start = parameter.stretchStart(i);
      int end = parameter.stretchEnd(i);
      if (start < end) {
        mark(start / size, end, size);
      }
    }
  }

  /** A stretch is mostly a row, and lies in one block: then it needs no second division. */
  private void mark(int first, int end, int size) {
    if (end <= (first + 1L) * size) {
      changed.set(first);
    } else {
      changed.set(first, (end - 1) / size + 1);
    }
  }

  /** The blocks that have changed, of which none has from now on. */
  int[] takeChanged() {
    int[] numbers = changed.stream().toArray();
    changed.clear();
    return numbers;
  }

  /** The blocks that are not zero, be it in what the optimizer keeps. */
  int[] takeAll() {
    changed.clear();
    for (int block = 0; block < blocking.count(); block++) {
      if (isNonZero(value, block) || isNonZero(slotValues, block)) {
        changed.set(block);
      }
    }
    return takeChanged();
  }

  private boolean isNonZero(List<float[]> tensors, int block) {
    int start = blocking.start(block);
    int end = start + blocking.length(block);
    for (float[] elements : tensors) {
      for (int i = start; i < end; i++) {
        if (Float.floatToRawIntBits(elements[i]) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  boolean hasSlots() {
    return !slots.isEmpty();
  }

  /** A copy of these blocks of the parameter. */
  BlockSet parameterBlocks(int[] numbers) {
    return copy(List.of(parameter.name()), value, numbers);
  }

  /** A copy of these blocks of what the optimizer keeps. */
  BlockSet stateBlocks(int[] numbers) {
    return copy(slots, slotValues, numbers);
  }

  private BlockSet copy(List<String> names, List<float[]> tensors, int[] numbers) {
    float[][] pages = new float[numbers.length][];
    for (int i = 0; i < numbers.length; i++) {
      pages[i] = page(tensors, numbers[i]);
    }
    return new BlockSet(parameter.name(), blocking, names, numbers, pages);
  }

  private float[] page(List<float[]> tensors, int block) {
    int length = blocking.length(block);
    float[] page = new float[tensors.size() * length];
    for (int i = 0; i < tensors.size(); i++) {
      System.arraycopy(tensors.get(i), blocking.start(block), page, i * length, length);
    }
    return page;
  }
}
