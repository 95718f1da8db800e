package io.gradstream.pipeline.chunk;

import io.gradstream.version.OffsetRange;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A chunk that is another, but for what is said of it. */
abstract class ForwardingChunk implements RecordChunk {
  private final RecordChunk chunk;

  ForwardingChunk(RecordChunk chunk) {
    this.chunk = chunk;
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
  public int size() {
    return chunk.size();
  }

  @Override
  public long offset(int index) {
    return chunk.offset(index);
  }

  @Override
  public byte @Nullable [] value(int index) {
    return chunk.value(index);
  }

  @Override
  public @Nullable String fault(int index) {
    return chunk.fault(index);
  }

  @Override
  public OptionalLong timestampMs(int index) {
    return chunk.timestampMs(index);
  }

  @Override
  public long timestampMs() {
    return chunk.timestampMs();
  }

  @Override
  public Optional<OffsetRange> skipped() {
    return chunk.skipped();
  }

  @Override
  public Optional<OffsetRange> late() {
    return chunk.late();
  }

  @Override
  public long nextOffset() {
    return chunk.nextOffset();
  }
}
