package io.gradstream.kafka;

import io.gradstream.pipeline.RecordChunk;
import io.gradstream.version.OffsetRange;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The place of records that are not learned, for they were deleted or are late: a chunk without
 * any.
 *
 * @param source their partition
 * @param range where they were
 */
record SkippedRecords(TopicPartition source, OffsetRange range) implements RecordChunk {
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
    return Optional.of(range);
  }

  @Override
  public long nextOffset() {
    return range.end();
  }
}
