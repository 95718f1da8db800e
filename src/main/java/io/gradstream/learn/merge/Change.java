package io.gradstream.learn.merge;

import io.gradstream.version.RowPatch;
import java.util.Arrays;
import java.util.Optional;

/**
 * What of an array's elements is different from what they were: as a patch of single elements, or
 * of all of them as its only row where most have changed. It has two arrays: what elements are now,
 * and what they were.
 */
final class Change {
  /** An element that is named takes a quarter more than one that is not. */
  private static final double FEW = 0.8;

  private final float[] before;

  /** A change from these elements on, of which it keeps a copy. */
  Change(float[] before) {
    this.before = before.clone();
  }

  /** What made them these; empty where they are the same. */
  Optional<RowPatch> to(float[] after) {
    int[] rows = new int[after.length];
    int size = 0;
    for (int i = 0; i < after.length; i++) {
      if (after[i] != before[i]) {
        rows[size++] = i;
      }
    }
    if (size == 0) {
      return Optional.empty();
    }
    boolean few = size < FEW * after.length;
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
    float[][] elements = {after.clone(), before.clone()};
    return new RowPatch(after.length, 1, new int[] {0}, elements);
  }
}
