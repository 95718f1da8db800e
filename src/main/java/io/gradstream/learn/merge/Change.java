package io.gradstream.learn.merge;

import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.version.RowPatch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * What of an array's elements is different from what they were: as a patch of single elements, or
 * of all of them as its only row where many have changed. It has two arrays: what elements are now,
 * and what they were. Of the whole of what is averaged it has the first alone. Where rows can start
 * again it is always one of single elements, all of such a row among them.
 */
final class Change {
  /** An element that is named takes 10 bytes, and one of all of them 4, or 8. */
  private static final double FEW = 0.5;

  private final float[] before;
  private final Merge merge;
  private final boolean hasRows;
  private final BitSet restarted = new BitSet();

  /**
   * A change from these elements on, of which it keeps a copy.
   *
   * @param hasRows whether they are of rows that can start again
   */
  Change(float[] before, Merge merge, boolean hasRows) {
    this.before = before.clone();
    this.merge = merge;
    this.hasRows = hasRows;
  }

  /** Some elements, from one to another, start again from what they are by now. */
  void restart(float[] elements, int from, int to) {
    System.arraycopy(elements, from, before, from, to - from);
    restarted.set(from, to);
  }

  /** What made them these; empty where they are the same. */
  Optional<RowPatch> to(float[] after) {
    int[] rows = new int[after.length];
    int size = 0;
    for (int i = 0; i < after.length; i++) {
      if (after[i] != before[i] || (hasRows && restarted.get(i))) {
        rows[size++] = i;
      }
    }
    if (size == 0) {
      return Optional.empty();
    }
    boolean few = hasRows || size < FEW * after.length;
    return Optional.of(few ? some(Arrays.copyOf(rows, size), after) : whole(after));
  }

  private RowPatch some(int[] rows, float[] after) {
    float[][] elements = new float[2][rows.length];
    for (int i = 0; i < rows.length; i++) {
      elements[0][i] = after[rows[i]];
      elements[1][i] = before[rows[i]];
    }
    return new RowPatch(1, rows.length, rows, elements);
  }

  private RowPatch whole(float[] after) {
    float[][] elements =
        merge == Merge.SUM
            ? new float[][] {after.clone(), before.clone()}
            : new float[][] {after.clone()};
    return new RowPatch(after.length, 1, new int[] {0}, elements);
  }
}
