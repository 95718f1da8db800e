package io.gradstream.kafka;

import io.gradstream.codec.KeyCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.Machine;
import io.gradstream.kafka.restore.KeyIndex;
import io.gradstream.kafka.restore.ModelKey;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.version.KeyState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The models of keys on the topic of state: what the index has at hand, and else what is read, one
 * by one, where it says they are. The consumer, of which there is none before the first is wanted,
 * is for the thread that learns.
 */
public final class KafkaKeyStates implements KeyStates, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FETCH_BYTES = 64 << 10;
  private static final int RECORDS = 500;

  private final Clients clients;
  private final Machine machine;
  private final TopicPartition partition;
  private final String model;
  private final KeyIndex index;
  private final long since;
  private final KeyCodec codec = new KeyCodec();
  private @Nullable Consumer<byte[], byte[]> consumer;

  /**
   * Those of a model.
   *
   * @param index where they are, which follows what is published
   * @param since what is of an older version is none of them
   */
  public KafkaKeyStates(Clients clients, String topic, String model, KeyIndex index, long since) {
    this.clients = clients;
    this.machine = clients.machine();
    this.partition = new TopicPartition(topic, 0);
    this.model = model;
    this.index = index;
    this.since = since;
  }

  @Override
  public @Nullable KeyState fetch(String key) {
    long offset = index.offset(key, since);
    if (offset < 0) {
      return null;
    }
    byte[] kept = index.value(key);
    return decoded(key, kept == null ? read(key, offset) : kept);
  }

  private KeyState decoded(String key, byte[] value) {
    try {
      return codec.state(key, value);
    } catch (MalformedContent damaged) {
      throw gone(key, String.valueOf(damaged.getMessage()));
    }
  }

  private byte[] read(String key, long offset) {
    String phase = "bringing back the model of key " + key;
    try {
      Consumer<byte[], byte[]> open = consumer();
      open.seek(partition, offset);
      long deadlineNs = machine.nanoTime() + PATIENCE.toNanos();
      while (machine.nanoTime() < deadlineNs) {
        ConsumerRecords<byte[], byte[]> records = open.poll(POLL);
        if (!records.isEmpty()) {
          return valueOf(records.iterator().next(), key, offset);
        }
      }
      throw new KafkaFailure(
          Kind.ABORTED, phase, "topic %s gives nothing".formatted(partition), null);
    } catch (KafkaFailure ours) {
      throw ours;
    } catch (RuntimeException failure) {
      throw new FailureTranslator(clients.kafka()).of(phase, failure, Kind.ABORTED);
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    Consumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open =
          clients.consumer(
              Map.of(
                  // Where the index points is committed: no other's transaction is waited for.
                  ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                  "read_uncommitted",
                  ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                  FETCH_BYTES,
                  ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                  RECORDS));
      consumer = open;
      open.assign(List.of(partition));
    }
    return open;
  }

  /** Compaction leaves a key's newest record where it is. */
  private byte[] valueOf(ConsumerRecord<byte[], byte[]> record, String key, long offset) {
    Optional<ModelKey> found =
        record.key() == null ? Optional.empty() : ModelKey.of(model, record.key());
    byte[] value = record.value();
    if (record.offset() != offset
        || value == null
        || !found.equals(Optional.of(new ModelKey(model, key)))) {
      throw gone(key, "offset %d has something else".formatted(offset));
    }
    return value;
  }

  private KafkaFailure gone(String key, String why) {
    return KafkaFailure.other(
        "bringing back the model of key " + key,
        "topic %s does not have it any more (%s): retention or somebody else has deleted it; start"
                .formatted(partition.topic(), why)
            + " over with --reset");
  }

  @Override
  public void close() {
    index.close();
    Consumer<byte[], byte[]> open = consumer;
    consumer = null;
    if (open != null) {
      open.close(CloseOptions.timeout(Duration.ZERO));
    }
  }
}
