package io.gradstream.kafka.input;

import io.gradstream.data.SampleLimits;
import io.gradstream.pipeline.chunk.RecordChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition that one poll returned, as they are, but for those that are too large,
 * of which {@link PolledValues} has left the beginning.
 *
 * @param source the partition
 * @param records at least one, in the order of their offsets
 * @param bytes how many their values have, as far as they are here
 * @param limits what a record may have to be a sample
 */
public record PartitionChunk(
    TopicPartition source,
    List<ConsumerRecord<byte[], byte[]>> records,
    long bytes,
    SampleLimits limits)
    implements RecordChunk {
  /** What a poll returned of a partition, in chunks of the usual size. */
  public static List<PartitionChunk> of(
      TopicPartition source, List<ConsumerRecord<byte[], byte[]>> records, SampleLimits limits) {
    List<PartitionChunk> chunks = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int to = 1; to <= records.size(); to++) {
      bytes += length(records.get(to - 1));
      if (to == records.size() || to - from == USUAL_SIZE || bytes >= USUAL_BYTES) {
        chunks.add(new PartitionChunk(source, records.subList(from, to), bytes, limits));
        from = to;
        bytes = 0;
      }
    }
    return chunks;
  }

  /** How many bytes are here of a record. */
  static int length(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    return value == null ? 0 : value.length;
  }

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
    return records.size();
  }

  @Override
  public long offset(int index) {
    return records.get(index).offset();
  }

  @Override
  public byte @Nullable [] value(int index) {
    return records.get(index).value();
  }

  @Override
  public @Nullable String fault(int index) {
    int size = records.get(index).serializedValueSize();
    return size > limits.recordBytes() ? limits.tooManyBytes(size) : null;
  }

  @Override
  public OptionalLong timestampMs(int index) {
    return OptionalLong.of(records.get(index).timestamp());
  }

  @Override
  public long timestampMs() {
    return records.get(size() - 1).timestamp();
  }

  /** Behind the last record, so that it depends on the records only and not on the poll. */
  @Override
  public long nextOffset() {
    return offset(size() - 1) + 1;
  }
}
