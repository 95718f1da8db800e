package io.gradstream.pipeline.join;

import io.gradstream.pipeline.chunk.RecordChunk;
import java.util.OptionalLong;

/**
 * A record that is kept until its other half comes: a chunk of its own.
 *
 * @param topic where it came from
 * @param partition its partition
 * @param first its offset
 * @param timestampMs when it was written, in ms since the epoch
 * @param content its value, not to be changed
 */
public record KeptRecord(String topic, int partition, long first, long timestampMs, byte[] content)
    implements RecordChunk {
  /** With its key once more it fits into a record of the topic that keeps it. */
  public static final int MOST_BYTES = 500_000;

  /** Why a record of so many bytes is not kept. */
  public static String tooLarge(int bytes) {
    return "features and labels that are joined may have %,d bytes: %,d"
        .formatted(MOST_BYTES, bytes);
  }

  /** That of a chunk's record which has a value. */
  public static KeptRecord of(RecordChunk chunk, int index, byte[] value) {
    long timestampMs = chunk.timestampMs(index).orElse(0);
    return new KeptRecord(
        chunk.topic(), chunk.partition(), chunk.offset(index), timestampMs, value);
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public long offset(int index) {
    return first;
  }

  @Override
  public byte[] value(int index) {
    return content;
  }

  @Override
  public OptionalLong timestampMs(int index) {
    return OptionalLong.of(timestampMs);
  }

  @Override
  public long nextOffset() {
    return first + 1;
  }
}
