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
  private final Map<String, Long> offsets = new ConcurrentHashMap<>();

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
        (sent, failure) -> {
          if (failure == null) {
            offsets.put(name, sent.offset());
          }
        });
  }

  /** What was sent is committed, with this version. */
  public void committed(long version) {
    offsets.forEach((key, offset) -> index.put(key, offset, version));
  }
}
