package io.gradstream.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins transactions, with the offsets of what was read as the first that is sent: they alone can
 * be refused for a reason that passes, and a transaction that has nothing else is soon begun anew.
 * The reason is that the reader has joined its group again on the way, for a partition that was
 * added: it has lost nothing then, but is another generation of the member.
 *
 * @param producer whose transactions they are
 * @param member which member of its group the reader is now
 * @param successor which one it has become since it was another, empty if it has not
 */
record TransactionStart(
    Producer<byte[], byte[]> producer,
    Supplier<ConsumerGroupMetadata> member,
    Function<ConsumerGroupMetadata, Optional<ConsumerGroupMetadata>> successor) {

  /**
   * Begins one.
   *
   * @throws org.apache.kafka.common.KafkaException if it cannot be begun, or not with these offsets
   */
  void begin(Map<TopicPartition, OffsetAndMetadata> offsets) {
    ConsumerGroupMetadata now = member.get();
    producer.beginTransaction();
    try {
      send(offsets, now);
    } catch (CommitFailedException refused) {
      ConsumerGroupMetadata joined = successor.apply(now).orElseThrow(() -> refused);
      producer.abortTransaction();
      producer.beginTransaction();
      send(offsets, joined);
    }
  }

  private void send(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata by) {
    if (!offsets.isEmpty()) {
      producer.sendOffsetsToTransaction(offsets, by);
    }
  }
}
