package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import java.util.Arrays;

/** Some samples of a batch, and which rows of it they are. */
final class Sieve {
  private final MiniBatch kept;
  private int[] origins = {};

  /** An empty one in this buffer. */
  Sieve(MiniBatch buffer) {
    this.kept = buffer;
  }

  /** The samples that are kept; shared. */
  MiniBatch kept() {
    return kept;
  }

  /** Which row of the batch a kept sample is. */
  int origin(int row) {
    return origins[row];
  }

  void clear() {
    kept.clear();
  }

  /** Keeps a sample of the batch behind those that are kept. */
  void keep(MiniBatch batch, int row) {
    if (origins.length <= kept.rows()) {
      origins = Arrays.copyOf(origins, kept.capacity());
    }
    origins[kept.rows()] = row;
    kept.accept(batch, row);
  }

  /** Keeps all of the batch that are kept but for one. */
  void drop(MiniBatch batch, int dropped) {
    int[] before = Arrays.copyOf(origins, kept.rows());
    kept.clear();
    for (int i = 0; i < before.length; i++) {
      if (i != dropped) {
        keep(batch, before[i]);
      }
    }
  }
}
