package io.gradstream.record.avro;

import org.apache.avro.SystemLimitException;

/**
 * A bound of what Avro takes into memory for a length that a record states, and need not have: ten
 * bytes may say that two thousand million follow. Avro reads its bounds once, for all who use it,
 * so those that are set already stay.
 */
enum AvroLimit {
  BYTES(SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, 64 << 20),
  STRING_BYTES(SystemLimitException.MAX_STRING_LENGTH_PROPERTY, 64 << 20),
  ITEMS(SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, 1 << 20);

  private final String property;
  private final int most;

  AvroLimit(String property, int most) {
    this.property = property;
    this.most = most;
  }

  /** To be called before Avro reads anything. */
  static void setAll() {
    for (AvroLimit limit : values()) {
      if (System.getProperty(limit.property) == null) {
        System.setProperty(limit.property, Integer.toString(limit.most));
      }
    }
  }
}
