package io.gradstream.simulation;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Records as a consumer hands them over. */
record FetchedRecords(Deserializer<byte[]> keys, Deserializer<byte[]> values) {
  ConsumerRecord<byte[], byte[]> of(TopicPartition partition, SimulatedLog.Entry entry) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        entry.offset(),
        entry.timestampMs(),
        TimestampType.CREATE_TIME,
        length(entry.key()),
        length(entry.value()),
        read(keys, partition, entry, entry.key()),
        read(values, partition, entry, entry.value()),
        entry.headers(),
        Optional.empty());
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
  }

  private static byte @Nullable [] read(
      Deserializer<byte[]> deserializer,
      TopicPartition partition,
      SimulatedLog.Entry entry,
      byte @Nullable [] bytes) {
    return bytes == null
        ? null
        : deserializer.deserialize(partition.topic(), entry.headers(), ByteBuffer.wrap(bytes));
  }
}
