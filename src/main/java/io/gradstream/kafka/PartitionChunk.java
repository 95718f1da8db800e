package io.gradstream.kafka;

import io.gradstream.pipeline.RecordChunk;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition that one poll returned, as they are.
 *
 * @param source the partition
 * @param records at least one, in the order of their offsets
 */
record PartitionChunk(TopicPartition source, List<ConsumerRecord<byte[], byte[]>> records)
    implements RecordChunk {
  /** What a poll returned of a partition, in chunks of the usual size. */
  static List<PartitionChunk> of(
      TopicPartition source, List<ConsumerRecord<byte[], byte[]>> records) {
    List<PartitionChunk> chunks = new ArrayList<>();
    for (int from = 0; from < records.size(); from += USUAL_SIZE) {
      int to = Math.min(records.size(), from + USUAL_SIZE);
      chunks.add(new PartitionChunk(source, records.subList(from, to)));
    }
    return chunks;
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
  public long timestampMs() {
    return records.get(size() - 1).timestamp();
  }

  /** Behind the last record, so that it depends on the records only and not on the poll. */
  @Override
  public long nextOffset() {
    return offset(size() - 1) + 1;
  }
}
