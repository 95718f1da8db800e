package io.gradstream.learn.history;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A version that is kept beyond the newest.
 *
 * @param version its number
 * @param parts how many records it has beside that of the version and that of its state, by kind as
 *     {@link KeptBlocks#parts} says; none where it has these two alone
 */
public record KeptVersion(long version, SortedMap<String, Integer> parts) {
  /** Copies the map. */
  public KeptVersion {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /** One that has a record, and another for its state. */
  public KeptVersion(long version) {
    this(version, new TreeMap<>(Map.of()));
  }
}
