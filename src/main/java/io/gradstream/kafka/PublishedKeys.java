package io.gradstream.kafka;

import io.gradstream.kafka.restore.KeyIndex;
import io.gradstream.kafka.restore.ModelKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where the models of keys go that a transaction sends to the topic of state: none of it counts
 * before that is committed.
 */
public final class PublishedKeys {
  private final String model;
  private final String topic;
  private final KeyIndex index;
  private final Map<String, Sent> sent = new ConcurrentHashMap<>();

  /** Where a value is. */
  // An array within a record, because it only passes through: it is neither compared nor changed.
  @SuppressWarnings("ArrayRecordComponent")
  private record Sent(long offset, byte[] value) {}

  /** Those of a model, of which nothing has been sent. */
  PublishedKeys(String model, String topic, KeyIndex index) {
    this.model = model;
    this.topic = topic;
    this.index = index;
  }

  /** Sends a record of whatever kind. */
  public void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    Optional<ModelKey> key =
        record.topic().equals(topic) && record.key() != null
            ? ModelKey.of(model, record.key())
            : Optional.empty();
    if (key.isEmpty()) {
      producer.send(record);
      return;
    }
    String name = key.get().key();
    producer.send(
        record,
        (written, failure) -> {
          if (failure == null) {
            sent.put(name, new Sent(written.offset(), record.value()));
          }
        });
  }

  /** What was sent is committed, with this version. */
  public void committed(long version) {
    sent.forEach((key, each) -> index.put(key, each.offset(), version, each.value()));
  }
}
