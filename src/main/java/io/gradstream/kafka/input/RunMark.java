package io.gradstream.kafka.input;

import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.OffsetRange;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Says something of a run of records, in its place among the others: a chunk without any.
 *
 * @param source their partition
 * @param range where they are
 * @param isSkipped whether they are not learned, for they were deleted or are late; else they are
 *     late and learned in larger batches
 */
record RunMark(TopicPartition source, OffsetRange range, boolean isSkipped) implements RecordChunk {
  @Override
  public String topic() {
    return source.topic();
  }

  @Override
  public int partition() {
    return source.partition();
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public long offset(int index) {
    return Objects.checkIndex(index, 0);
  }

  @Override
  public byte @Nullable [] value(int index) {
    Objects.checkIndex(index, 0);
    return null;
  }

  @Override
  public Optional<OffsetRange> skipped() {
    return Optional.of(range).filter(run -> isSkipped);
  }

  @Override
  public Optional<OffsetRange> late() {
    return Optional.of(range).filter(run -> !isSkipped);
  }

  @Override
  public long nextOffset() {
    return isSkipped ? range.end() : range.first();
  }
}
