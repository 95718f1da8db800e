package io.gradstream.record.avro;

import org.apache.avro.SystemLimitException;

/**
 * Bounds what Avro takes into memory for a length that a record states, and need not have: ten
 * bytes may say that two thousand million follow. Avro reads its bounds once, for all who use it,
 * so those that are set already stay.
 */
final class AvroLimits {
  private static final int MOST_BYTES = 64 << 20;
  private static final int MOST_ITEMS = 1 << 20;

  private AvroLimits() {}

  /** To be called before Avro reads anything. */
  static void set() {
    setUnlessSet(SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, MOST_BYTES);
    setUnlessSet(SystemLimitException.MAX_STRING_LENGTH_PROPERTY, MOST_BYTES);
    setUnlessSet(SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, MOST_ITEMS);
  }

  private static void setUnlessSet(String property, int limit) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(limit));
    }
  }
}
