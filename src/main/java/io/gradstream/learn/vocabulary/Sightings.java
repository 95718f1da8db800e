package io.gradstream.learn.vocabulary;

import io.gradstream.version.RowPatch;
import java.util.Arrays;
import java.util.Optional;

/** Which category each sample of a round has, of those that have one. */
final class Sightings {
  private static final int FEWEST = 16;

  private final long before;
  private int[] samples = new int[FEWEST];
  private int[] categories = new int[FEWEST];
  private int size;

  /** None yet, in a round behind so many samples. */
  Sightings(long before) {
    this.before = before;
  }

  /** A sample, which are numbered through the model's life, has a category. */
  void add(int category, long sample) {
    if (size == samples.length) {
      samples = Arrays.copyOf(samples, 2 * size);
      categories = Arrays.copyOf(categories, 2 * size);
    }
    samples[size] = (int) (sample - before);
    categories[size++] = category;
  }

  /** The categories by the numbers of samples, 1 the round's first; empty where none has one. */
  Optional<RowPatch> patch() {
    return size == 0 ? Optional.empty() : Optional.of(patch(size, samples, categories));
  }

  /** Categories by ascending numbers. */
  static RowPatch patch(int size, int[] numbers, int[] categories) {
    float[] pairs = new float[Categories.PAIR * size];
    for (int i = 0; i < size; i++) {
      Categories.put(pairs, Categories.PAIR * i, categories[i]);
    }
    return new RowPatch(Categories.PAIR, size, numbers, new float[][] {pairs});
  }
}
