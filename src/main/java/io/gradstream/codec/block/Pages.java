package io.gradstream.codec.block;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one set by their numbers. Those that have been given away are never changed again:
 * before it is, a page of others becomes a copy.
 */
final class Pages {
  private @Nullable float[][] pages = new float[0][];

  /** Those that nobody else has. */
  private final BitSet own = new BitSet();

  /** The page of a number, null where there is none. */
  float @Nullable [] get(int number) {
    return number < pages.length ? pages[number] : null;
  }

  /** How many numbers there may be pages of. */
  int length() {
    return pages.length;
  }

  /** Takes a page that nobody else has. */
  void put(int number, float[] page) {
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(number + 1, 2 * pages.length));
    }
    pages[number] = page;
    own.set(number);
  }

  /** The page of a number to be changed, zeros where there is none of this length. */
  float[] change(int number, int length) {
    float[] page = get(number);
    if (page == null || page.length != length) {
      page = new float[length];
      put(number, page);
    } else if (!own.get(number)) {
      page = page.clone();
      put(number, page);
    }
    return page;
  }

  void drop(int number) {
    if (number < pages.length) {
      pages[number] = null;
    }
  }

  /** From now on others have all of them. */
  void share() {
    own.clear();
  }
}
