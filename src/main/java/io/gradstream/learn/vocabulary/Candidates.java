package io.gradstream.learn.vocabulary;

import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;

/**
 * How often categories without a row have been seen, in space that does not grow with them.
 *
 * <p>A category has its place in one of many small sets. In a full set a newcomer takes one off the
 * lowest count, of equals that of the one unseen for longest, and gets its place when nothing is
 * left: what comes again and again stays, however many come once. Counts are never too high.
 *
 * <p>A set is a row of {@link #counts}: its places from the newest to the oldest, three numbers
 * each, the {@linkplain Categories two} of the category and its count.
 */
public final class Candidates {
  private static final int FEWEST_SETS = 128;
  private static final int PLACES = 8;
  private static final int ROWS_PER_SET = 4;
  private static final int PLACE = 3;
  private static final int COUNT = 2;

  private final int most;
  private final Tensor counts;
  private final float[] numbers;
  private final int shift;
  private final BitSet changed;

  /** None yet, for a vocabulary of so many rows; counting ends at {@code most}. */
  Candidates(int rows, int most) {
    int sets = Integer.highestOneBit(Math.max(FEWEST_SETS, rows / ROWS_PER_SET));
    this.most = most;
    this.counts = Tensor.zeros(sets, PLACES * PLACE);
    this.numbers = counts.data();
    this.shift = Integer.numberOfLeadingZeros(sets) + 1;
    this.changed = new BitSet(sets);
  }

  /** All there is, {@code [sets, 24]}, shared. */
  public Tensor counts() {
    return counts;
  }

  /** The sets that have changed; whoever takes them up clears them. */
  public BitSet changed() {
    return changed;
  }

  /** Counts a category once more, and says whether it was seen often enough. */
  boolean count(int category) {
    int set = set(category);
    int at = find(set, category);
    float count = 1;
    if (at >= 0) {
      count = Math.min(most, numbers[at + COUNT] + 1);
    } else {
      at = lowest(set);
      if (numbers[at + COUNT] > 1) {
        numbers[at + COUNT]--;
        changed.set(set);
        return false;
      }
    }
    moveToFront(set, at, category, count);
    return count >= most;
  }

  /** Forgets a category, if it is known. */
  void remove(int category) {
    int set = set(category);
    int at = find(set, category);
    if (at >= 0) {
      int behind = at + PLACE;
      int end = start(set + 1);
      System.arraycopy(numbers, behind, numbers, at, end - behind);
      Arrays.fill(numbers, end - PLACE, end, 0);
      changed.set(set);
    }
  }

  private int set(int category) {
    return (category * 0x9E3779B1) >>> shift;
  }

  private static int start(int set) {
    return set * PLACES * PLACE;
  }

  private int find(int set, int category) {
    for (int at = start(set); at < start(set + 1); at += PLACE) {
      if (Categories.is(numbers, at, category)) {
        return at;
      }
    }
    return -1;
  }

  /** A free place has the count 0. */
  private int lowest(int set) {
    int lowest = start(set + 1) - PLACE;
    for (int at = lowest - PLACE; at >= start(set); at -= PLACE) {
      if (numbers[at + COUNT] < numbers[lowest + COUNT]) {
        lowest = at;
      }
    }
    return lowest;
  }

  private void moveToFront(int set, int at, int category, float count) {
    int start = start(set);
    System.arraycopy(numbers, start, numbers, start + PLACE, at - start);
    Categories.put(numbers, start, category);
    numbers[start + COUNT] = count;
    changed.set(set);
  }
}
