package io.gradstream.pipeline;

import io.gradstream.version.Offsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The records of a chunk that come before an offset. */
record ChunkBefore(RecordChunk chunk, int size, long nextOffset) implements RecordChunk {
  /** What of a chunk lies before these offsets; nothing of a partition that has none. */
  static RecordChunk cut(RecordChunk chunk, Offsets ends) {
    long end = ends.next(chunk.topic(), chunk.partition()).orElse(0);
    if (chunk.nextOffset() <= end) {
      return chunk;
    }
    int size = 0;
    while (size < chunk.size() && chunk.offset(size) < end) {
      size++;
    }
    return new ChunkBefore(chunk, size, end);
  }

  @Override
  public String topic() {
    return chunk.topic();
  }

  @Override
  public int partition() {
    return chunk.partition();
  }

  @Override
  public long offset(int index) {
    return chunk.offset(index);
  }

  @Override
  public long timestampMs() {
    return chunk.timestampMs();
  }

  @Override
  public OptionalLong timestampMs(int index) {
    return chunk.timestampMs(index);
  }

  @Override
  public @Nullable String fault(int index) {
    return chunk.fault(index);
  }

  @Override
  public byte @Nullable [] value(int index) {
    return chunk.value(index);
  }
}
