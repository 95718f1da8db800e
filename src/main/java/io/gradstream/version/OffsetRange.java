package io.gradstream.version;

/**
 * A run of offsets of one partition.
 *
 * @param first the first of them
 * @param end the offset behind the last
 */
public record OffsetRange(long first, long end) {
  /**
   * @throws IllegalArgumentException if there is no offset in it, or it begins below 0
   */
  public OffsetRange {
    if (first < 0 || end <= first) {
      throw new IllegalArgumentException(
          "a range of offsets must begin at 0 or later and before its end: %d to %d"
              .formatted(first, end));
    }
  }

  /** How many offsets there are. */
  public long size() {
    return end - first;
  }
}
