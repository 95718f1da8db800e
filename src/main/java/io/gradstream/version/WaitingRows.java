package io.gradstream.version;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows of what waits for its label, by number: all there are, or those that have changed since the
 * version before. Row 0 is about the others.
 *
 * @param byNumber a row's bytes, which are not to be changed; null where there is none any more
 */
public record WaitingRows(SortedMap<Long, byte @Nullable []> byNumber) {
  private static final WaitingRows NONE = new WaitingRows(Collections.emptySortedMap());

  /** Copies the map: the value never changes. */
  public WaitingRows {
    byNumber = Collections.unmodifiableSortedMap(new TreeMap<>(byNumber));
  }

  /** Nothing waits, and nothing ever has. */
  public static WaitingRows none() {
    return NONE;
  }

  public boolean isEmpty() {
    return byNumber.isEmpty();
  }

  /** These with what has changed since. */
  public WaitingRows with(WaitingRows changes) {
    SortedMap<Long, byte @Nullable []> all = new TreeMap<>(byNumber);
    changes
        .byNumber()
        .forEach(
            (number, row) -> {
              if (row == null) {
                all.remove(number);
              } else {
                all.put(number, row);
              }
            });
    return new WaitingRows(all);
  }
}
