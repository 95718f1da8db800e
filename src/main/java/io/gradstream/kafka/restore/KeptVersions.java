package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.VersionOutline;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.version.Snapshot;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of a model that a topic of history keeps beyond the newest, each with what its
 * learner needs. Whoever asks has the topic read from its beginning; what is damaged is passed
 * over.
 */
public final class KeptVersions {
  private static final Logger LOG = LoggerFactory.getLogger(KeptVersions.class);

  private final Clients clients;
  private final String topic;
  private final String model;

  /** Those on a topic. */
  public KeptVersions(Clients clients, String topic, String model) {
    this.clients = clients;
    this.topic = topic;
    this.model = model;
  }

  /** The same with clients of their own. */
  public KeptVersions(KafkaSettings kafka, String topic, String model) {
    this(new Clients(kafka), topic, model);
  }

  /**
   * Hands them over, oldest first and one by one: they are large. Of those that have more records
   * than one the parameters are left out.
   *
   * @throws io.gradstream.kafka.client.KafkaFailure if the cluster does not answer or refuses, or
   *     the topic is missing
   */
  public void forEach(Consumer<VersionOutline> reader) {
    NavigableMap<Long, byte[]> found = new TreeMap<>();
    read((key, record) -> accept(key, record, found));
    Iterator<byte[]> kept = found.values().iterator();
    while (kept.hasNext()) {
      Optional<VersionOutline> version = decoded(kept.next());
      kept.remove();
      version.ifPresent(reader);
    }
  }

  private static void accept(
      KeptKey key, ConsumerRecord<byte[], byte[]> record, NavigableMap<Long, byte[]> found) {
    if (!text(record).equals(key.ofVersion())) {
      return;
    }
    if (record.value() == null) {
      found.remove(key.version());
    } else {
      found.put(key.version(), record.value());
    }
  }

  private Optional<VersionOutline> decoded(byte[] value) {
    try {
      return Optional.of(VersionOutline.decode(value));
    } catch (MalformedContent damage) {
      tellDamage(damage);
      return Optional.empty();
    }
  }

  /**
   * One of them with its state, empty if it is not there, or not whole.
   *
   * @throws io.gradstream.kafka.client.KafkaFailure as {@link #forEach}
   */
  public Optional<Snapshot> find(long version) {
    KeptRecords found = new KeptRecords(new KeptKey(model, version), this::tellDamage);
    read(
        (key, record) -> {
          if (key.version() == version) {
            found.accept(text(record), record.value());
          }
        });
    return found.snapshot();
  }

  private void tellDamage(MalformedContent damage) {
    LOG.warn("topic {}: passed over a damaged version: {}", topic, damage.getMessage());
  }

  private void read(BiConsumer<KeptKey, ConsumerRecord<byte[], byte[]>> reader) {
    String phase = "reading the history of " + model;
    try (CommittedRecords records =
        CommittedRecords.open(clients, Set.of(topic), new LostBatches(), phase)) {
      records.readToEnd(
          record ->
              Optional.ofNullable(record.key())
                  .flatMap(KeptKey::of)
                  .filter(key -> key.model().equals(model))
                  .ifPresent(key -> reader.accept(key, record)));
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }
}
