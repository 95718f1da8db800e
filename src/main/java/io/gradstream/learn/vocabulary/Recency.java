package io.gradstream.learn.vocabulary;

/** Rows by when they were last seen: a ring of links, through an end that is no row. */
final class Recency {
  private final int end;
  private final int[] older;
  private final int[] newer;

  /** Of up to so many rows, none of which was seen. */
  Recency(int rows) {
    this.end = rows;
    this.older = new int[rows + 1];
    this.newer = new int[rows + 1];
    clear();
  }

  /** Forgets all. */
  void clear() {
    for (int row = 0; row <= end; row++) {
      older[row] = row;
      newer[row] = row;
    }
  }

  /** The row that has been unseen for longest; there must be one. */
  int oldest() {
    return newer[end];
  }

  /** Makes a row the newest. */
  void see(int row) {
    newer[older[row]] = newer[row];
    older[newer[row]] = older[row];
    older[row] = older[end];
    newer[row] = end;
    newer[older[row]] = row;
    older[end] = row;
  }
}
