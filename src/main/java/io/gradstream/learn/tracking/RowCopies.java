package io.gradstream.learn.tracking;

import io.gradstream.version.RowPatch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Copies of the rows of some tensors that have changed, in arrays that the next copies reuse. */
final class RowCopies {
  private final int columns;
  private final List<float[]> tensors;
  private final float[][] elements;
  private int[] rows = {};
  private int size;

  /** Copies of rows of so many elements. */
  RowCopies(int columns, List<float[]> tensors) {
    this.columns = columns;
    this.tensors = List.copyOf(tensors);
    this.elements = new float[tensors.size()][0];
  }

  /** Copies these rows as they are now. */
  void take(BitSet changed) {
    size = changed.cardinality();
    if (size > rows.length) {
      makeRoom(size + size / 4);
    }
    int i = 0;
    for (int row = changed.nextSetBit(0); row >= 0; row = changed.nextSetBit(row + 1)) {
      rows[i++] = row;
    }
    for (int tensor = 0; tensor < elements.length; tensor++) {
      copy(tensors.get(tensor), elements[tensor]);
    }
  }

  private void makeRoom(int most) {
    rows = new int[most];
    Arrays.setAll(elements, tensor -> new float[most * columns]);
  }

  private void copy(float[] from, float[] to) {
    if (columns == 1) {
      for (int i = 0; i < size; i++) {
        to[i] = from[rows[i]];
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      System.arraycopy(from, rows[i] * columns, to, i * columns, columns);
    }
  }

  /** What was copied of the tensors from one to another; shared, and valid until the next. */
  RowPatch patch(int from, int to) {
    return new RowPatch(columns, size, rows, Arrays.copyOfRange(elements, from, to));
  }
}
