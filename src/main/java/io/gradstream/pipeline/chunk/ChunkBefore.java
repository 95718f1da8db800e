package io.gradstream.pipeline.chunk;

import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import java.util.Optional;

/** The records of a chunk that come before an offset. */
public final class ChunkBefore extends ForwardingChunk {
  private final int size;
  private final long end;

  private ChunkBefore(RecordChunk chunk, int size, long end) {
    super(chunk);
    this.size = size;
    this.end = end;
  }

  /** What of a chunk lies before these offsets; nothing of a partition that has none. */
  public static RecordChunk cut(RecordChunk chunk, Offsets ends) {
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
  public int size() {
    return size;
  }

  @Override
  public Optional<OffsetRange> skipped() {
    return Optional.empty();
  }

  @Override
  public Optional<OffsetRange> late() {
    return Optional.empty();
  }

  @Override
  public long nextOffset() {
    return end;
  }
}
