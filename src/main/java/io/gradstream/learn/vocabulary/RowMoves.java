package io.gradstream.learn.vocabulary;

import io.gradstream.version.RowPatch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Where the rows of a table that a round has changed are in the model it is put into: a category
 * may have another row there than where the round was made, or none.
 */
final class RowMoves {
  private final int columns;
  private final int own;
  private final int[] from;
  private final int[] to;
  private final BitSet begun;

  /**
   * The moves of a table's rows.
   *
   * @param columns the elements of a row
   * @param owners which category each row that has changed is of, where the round was made
   * @param model which row each category has here
   * @param begun the rows that the round has begun here
   */
  RowMoves(int columns, Optional<RowPatch> owners, Vocabulary model, BitSet begun) {
    this.columns = columns;
    this.own = model.size();
    this.begun = begun;
    int size = owners.map(RowPatch::size).orElse(0);
    this.from = new int[size];
    this.to = new int[size];
    for (int i = 0; i < size; i++) {
      from[i] = owners.get().row(i);
      to[i] = model.row(Categories.get(owners.get().elements(0), Categories.PAIR * i));
    }
  }

  /**
   * What a patch changes here.
   *
   * @param patch of single elements of the table, or of what is kept of each of them
   * @param ofBegun whether of rows that the round has begun here, or of all others
   */
  Optional<RowPatch> moved(RowPatch patch, boolean ofBegun) {
    long[] places = new long[patch.size()];
    int count = 0;
    for (int i = 0; i < patch.size(); i++) {
      int row = row(patch.row(i) / columns);
      if (row >= 0 && begun.get(row) == ofBegun) {
        long element = (long) row * columns + patch.row(i) % columns;
        places[count++] = element << Integer.SIZE | i;
      }
    }
    Arrays.sort(places, 0, count);
    return count == 0 ? Optional.empty() : Optional.of(ordered(patch, places, count));
  }

  private static RowPatch ordered(RowPatch patch, long[] places, int count) {
    int[] rows = new int[count];
    float[][] elements = new float[patch.tensors()][count];
    for (int i = 0; i < count; i++) {
      rows[i] = (int) (places[i] >>> Integer.SIZE);
      for (int tensor = 0; tensor < elements.length; tensor++) {
        elements[tensor][i] = patch.elements(tensor)[(int) places[i]];
      }
    }
    return new RowPatch(1, count, rows, elements);
  }

  /** The rows behind the categories' are the same everywhere. */
  private int row(int row) {
    if (row >= own) {
      return row;
    }
    int at = Arrays.binarySearch(from, row);
    return at < 0 || to[at] == own ? -1 : to[at];
  }
}
