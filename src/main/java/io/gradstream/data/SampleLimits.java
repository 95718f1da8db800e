package io.gradstream.data;

/**
 * What a record may have at most to be a sample, and how many records may be none, the {@code
 * input.limits} section. What is beyond is rejected with the limit's name, whatever the format; it
 * does not depend on the memory there is.
 *
 * @param recordBytes a record's bytes, unpacked, of a topic or a file; from 1 to 2^30, and 16 MiB
 *     unless set
 * @param depth how deep objects and arrays may lie in one another, the record among them; at least
 *     1, and 500 unless set
 * @param arrayLength the categories of a {@code tags} field; at least 1, and 100,000 unless set
 * @param mapKeys the names in a {@code map} field; at least 1, and 100,000 unless set
 * @param deadLettersPerSecond the dead letters of a partition's records that are published of those
 *     with a timestamp in the same second; 0 publishes none, and it is 1000 unless set
 */
public record SampleLimits(
    int recordBytes, int depth, int arrayLength, int mapKeys, int deadLettersPerSecond) {
  private static final int MOST_BYTES = 1 << 30;

  /** 16 MiB, 500 deep, 100,000 of a list or map, and a thousand dead letters a second. */
  public SampleLimits() {
    this(16 << 20, 500, 100_000, 100_000, 1000);
  }

  /** Checks that there is room for something. */
  public SampleLimits {
    if (recordBytes < 1 || recordBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "recordBytes must be 1 to %d: %d".formatted(MOST_BYTES, recordBytes));
    }
    requireAtLeast("depth", 1, depth);
    requireAtLeast("arrayLength", 1, arrayLength);
    requireAtLeast("mapKeys", 1, mapKeys);
    requireAtLeast("deadLettersPerSecond", 0, deadLettersPerSecond);
  }

  private static void requireAtLeast(String key, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException("%s must be at least %d: %d".formatted(key, least, value));
    }
  }

  /** Why a record of so many bytes is no sample. */
  public String tooManyBytes(long bytes) {
    return beyond("a record", recordBytes, "bytes", "recordBytes", bytes);
  }

  /** Why a record that is nested so deep is no sample. */
  public String tooDeep(int found) {
    return "a record must be nested at most %d deep, input.limits.depth: %d"
        .formatted(depth, found);
  }

  /** Why a list of so many categories is none of a sample's. */
  public String tooLong(String field, long elements) {
    return beyond(field, arrayLength, "elements", "arrayLength", elements);
  }

  /** Why a map of so many names is none of a sample's. */
  public String tooManyKeys(String field, long keys) {
    return beyond(field, mapKeys, "keys", "mapKeys", keys);
  }

  private static String beyond(String what, int most, String of, String key, long found) {
    return "%s must have at most %d %s, input.limits.%s: %d".formatted(what, most, of, key, found);
  }
}
