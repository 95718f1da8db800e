package io.gradstream.kafka.scale;

import io.gradstream.codec.block.RoundCodec;
import io.gradstream.kafka.VersionRecords;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.version.Round;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes a member's rounds, each in a transaction with the models of keys that it has changed, its
 * dead letters, and with the offsets of the group, which refuses them from whoever is no member of
 * its present generation any more.
 */
final class RoundWriter implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** What a member that dies in a transaction keeps the log from being read for. */
  private static final int TRANSACTION_MS = 5_000;

  private final Producer<byte[], byte[]> producer;
  private final String input;
  private final String log;
  private final VersionRecords records;
  private final RoundCodec codec = new RoundCodec();

  RoundWriter(KafkaMemberships settings, String member, VersionRecords records) {
    this.producer = settings.transactions(member, TRANSACTION_MS);
    this.input = settings.topics().input();
    this.log = settings.log();
    this.records = records;
  }

  /** Where the round stands in the log; empty if the group has refused it. */
  OptionalLong write(
      Round round,
      Optional<SentKeys> keys,
      List<DeadLetter> letters,
      ConsumerGroupMetadata member) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    round
        .ranges()
        .forEach(
            (partition, range) ->
                offsets.put(
                    new TopicPartition(input, partition), new OffsetAndMetadata(range.end())));
    producer.beginTransaction();
    try {
      byte[] value = codec.encode(round);
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(log, 0, null, value));
      keys.ifPresent(each -> each.sendBy(producer));
      letters.forEach(letter -> producer.send(records.deadLetter(letter)));
      producer.sendOffsetsToTransaction(offsets, member);
      producer.commitTransaction();
      keys.ifPresent(SentKeys::committed);
      return OptionalLong.of(sent.get().offset());
    } catch (CommitFailedException refused) {
      producer.abortTransaction();
      return OptionalLong.empty();
    } catch (ExecutionException failure) {
      throw new KafkaException("a round was not written", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
