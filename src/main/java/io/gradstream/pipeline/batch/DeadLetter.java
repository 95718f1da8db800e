package io.gradstream.pipeline.batch;

import io.gradstream.pipeline.chunk.RecordChunk;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be learned, with its coordinates and the reason.
 *
 * @param topic the input topic
 * @param partition its partition
 * @param offset the record's offset
 * @param value the record as it came, null for a tombstone
 * @param reason why, in words
 */
public record DeadLetter(
    String topic, int partition, long offset, byte @Nullable [] value, String reason) {
  /** How much memory it holds, but for a few. */
  public long bytes() {
    return (value == null ? 0 : value.length) + (long) reason.length();
  }

  /** That of a record in a chunk which is only counted, without its value. */
  static DeadLetter counted(RecordChunk records, int index, String reason) {
    return new DeadLetter(
        records.topic(), records.partition(), records.offset(index), null, reason);
  }

  /** That of a record in a chunk. */
  public static DeadLetter of(RecordChunk records, int index, String reason) {
    return new DeadLetter(
        records.topic(), records.partition(), records.offset(index), records.value(index), reason);
  }
}
