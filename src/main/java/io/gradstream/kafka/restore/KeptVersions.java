package io.gradstream.kafka.restore;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
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
   * Hands them over, oldest first and one by one: they are large.
   *
   * @throws io.gradstream.kafka.client.KafkaFailure if the cluster does not answer or refuses, or
   *     the topic is missing
   */
  public void forEach(Consumer<ModelVersion> reader) {
    Iterator<Records> kept = read().values().iterator();
    while (kept.hasNext()) {
      Optional<ModelVersion> version = kept.next().version();
      kept.remove();
      version.ifPresent(reader);
    }
  }

  /**
   * One of them with its state, empty if it is not there, or not whole.
   *
   * @throws io.gradstream.kafka.client.KafkaFailure as {@link #forEach}
   */
  public Optional<Snapshot> find(long version) {
    return Optional.ofNullable(read().get(version)).flatMap(Records::snapshot);
  }

  private NavigableMap<Long, Records> read() {
    NavigableMap<Long, Records> found = new TreeMap<>();
    String phase = "reading the history of " + model;
    try (CommittedRecords records =
        CommittedRecords.open(clients, Set.of(topic), new LostBatches(), phase)) {
      records.readToEnd(record -> accept(record, found));
    }
    return found;
  }

  private void accept(ConsumerRecord<byte[], byte[]> record, NavigableMap<Long, Records> found) {
    Optional<KeptKey> named = Optional.ofNullable(record.key()).flatMap(KeptKey::of);
    if (named.isEmpty() || !named.get().model().equals(model)) {
      return;
    }
    long version = named.get().version();
    if (record.value() == null) {
      found.remove(version);
    } else {
      found.computeIfAbsent(version, number -> new Records(topic)).add(named.get(), record);
    }
  }

  /** The two records of a version. */
  private static final class Records {
    private final String topic;
    private byte @Nullable [] version;
    private byte @Nullable [] state;

    Records(String topic) {
      this.topic = topic;
    }

    void add(KeptKey named, ConsumerRecord<byte[], byte[]> record) {
      if (Arrays.equals(record.key(), named.ofVersion())) {
        version = record.value();
      } else {
        state = record.value();
      }
    }

    Optional<ModelVersion> version() {
      return decoded(version, VersionFormat::decode);
    }

    Optional<Snapshot> snapshot() {
      Optional<Checkpoint> checkpoint = decoded(state, new CheckpointCodec()::decode);
      return version().flatMap(head -> checkpoint.map(rest -> new Snapshot(head, rest)));
    }

    private <T> Optional<T> decoded(byte @Nullable [] value, Function<byte[], T> decoder) {
      try {
        return Optional.ofNullable(value).map(decoder);
      } catch (MalformedContent damage) {
        LOG.warn("topic {}: passed over a damaged version: {}", topic, damage.getMessage());
        return Optional.empty();
      }
    }
  }
}
