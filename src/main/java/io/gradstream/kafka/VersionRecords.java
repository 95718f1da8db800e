package io.gradstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.FiguresCodec;
import io.gradstream.codec.KeyCodec;
import io.gradstream.codec.block.BlockWriter;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.TopicIdentity;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.restore.KeptKey;
import io.gradstream.kafka.restore.KeyIndex;
import io.gradstream.kafka.restore.ModelKey;
import io.gradstream.kafka.restore.VersionStamp;
import io.gradstream.kafka.restore.WaitingKey;
import io.gradstream.learn.history.KeptBlocks;
import io.gradstream.learn.history.KeptVersion;
import io.gradstream.learn.history.Retention;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.KeyModel;
import io.gradstream.version.KeyState;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.VersionFigures;
import io.gradstream.version.WaitingRows;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The records of one model's publications: what its topics have of it in blocks is remembered from
 * one to the next.
 */
public final class VersionRecords {
  private static final int ONLY_PARTITION = 0;

  private final String model;
  private final Topics topics;
  private final Encoders encoders;
  private final Map<String, Integer> limits;
  private final RecordLimits recordLimits;
  private final FiguresCodec figures = new FiguresCodec();
  private final KeyCodec keys = new KeyCodec();
  private BlockWriter versionBlocks;
  private BlockWriter checkpointBlocks;
  private WaitingRows found = WaitingRows.none();
  private boolean goesOn;

  /**
   * Records for topics that have nothing of the model in blocks.
   *
   * @param topics where they go
   * @param encoders how they are written
   * @param limits the largest record batch of each topic in bytes, where it is to be checked
   * @param recordLimits what a part of a checkpoint must fit
   */
  public VersionRecords(
      String model,
      Topics topics,
      Encoders encoders,
      Map<String, Integer> limits,
      RecordLimits recordLimits) {
    this.model = model;
    this.topics = topics;
    this.encoders = encoders;
    this.limits = limits;
    this.recordLimits = recordLimits;
    this.versionBlocks = new BlockWriter(model);
    this.checkpointBlocks = new BlockWriter(model);
  }

  /** Goes on from what the topics have. */
  public void goOnFrom(BlockWriter versionBlocks, BlockWriter checkpointBlocks) {
    this.versionBlocks = versionBlocks;
    this.checkpointBlocks = checkpointBlocks;
  }

  /**
   * What the topic of state has of what waits for labels, which is deleted unless a learner that
   * joins goes on with it.
   */
  void foundWaiting(WaitingRows rows, boolean isGoneOnWith) {
    found = rows;
    goesOn = isGoneOnWith;
  }

  /** The topics have nothing of the model in blocks, or nobody knows what. */
  void startAnew() {
    goOnFrom(new BlockWriter(model), new BlockWriter(model));
  }

  /** What tells an index where the models of keys go. */
  public PublishedKeys keysTo(KeyIndex index) {
    return new PublishedKeys(model, topics.state(), index);
  }

  /**
   * Everything to be sent, one by one and in order.
   *
   * @throws KafkaFailure if the version or its state is larger than its topic takes
   */
  public void send(Publication publication, Consumer<ProducerRecord<byte[], byte[]>> out) {
    ModelVersion version = publication.version();
    BlockWriter.Records parameters = recordsOf(topics.parameters(), version.version(), out);
    BlockWriter.Records state = recordsOf(topics.state(), version.version(), out);
    byte[] checkpoint = encoders.checkpoint().apply(publication.checkpoint());
    // In front of the version: whoever sees that has seen all that goes with it.
    publication.keys().ifPresent(changed -> sendKeys(changed, version.version(), out));
    if (publication.blocks().isPresent()) {
      ModelBlocks blocks = publication.blocks().get();
      int most = recordLimits.parameterValueBytes(version.model());
      versionBlocks.write(version, most, blocks, parameters);
      int mostOfState = recordLimits.stateValueBytes(version.model());
      checkpointBlocks.write(version.version(), checkpoint, mostOfState, blocks, state);
      publication.retention().ifPresent(kept -> keepBlocks(kept, version, checkpoint, out));
    } else {
      byte[] key = version.model().getBytes(UTF_8);
      byte[] whole = encoders.version().apply(version);
      versionBlocks.clear(parameters);
      parameters.add(key, whole);
      checkpointBlocks.clear(state);
      state.add(key, checkpoint);
      publication.retention().ifPresent(kept -> keep(kept, version, whole, checkpoint, out));
    }
    sendWaiting(publication.waiting(), state);
    publication.deadLetters().forEach(letter -> out.accept(deadLetter(letter)));
    topics
        .metrics()
        .ifPresent(
            topic -> publication.figures().ifPresent(each -> out.accept(figures(topic, each))));
  }

  private BlockWriter.Records recordsOf(
      String topic, long version, Consumer<ProducerRecord<byte[], byte[]>> out) {
    return (key, value) -> out.accept(keyed(topic, version, key, value));
  }

  /**
   * The models of keys, one by one and in order.
   *
   * @param version that they go with
   * @throws KafkaFailure if one is larger than its topic takes
   */
  public void sendKeys(
      ChangedKeys changed, long version, Consumer<ProducerRecord<byte[], byte[]>> out) {
    BlockWriter.Records parameters = recordsOf(topics.parameters(), version, out);
    BlockWriter.Records state = recordsOf(topics.state(), version, out);
    for (KeyModel each : changed.models()) {
      parameters.add(new ModelKey(model, each.key()).bytes(), keys.encode(each));
    }
    for (KeyState each : changed.states()) {
      state.add(new ModelKey(model, each.key()).bytes(), keys.encode(each));
    }
  }

  private void sendWaiting(Optional<WaitingRows> changes, BlockWriter.Records state) {
    SortedMap<Long, byte @Nullable []> rows = new TreeMap<>();
    if (changes.isEmpty() || !goesOn) {
      found.byNumber().keySet().forEach(number -> rows.put(number, null));
    }
    found = WaitingRows.none();
    changes.ifPresent(each -> rows.putAll(each.byNumber()));
    rows.forEach((number, row) -> state.add(new WaitingKey(model, number).bytes(), row));
  }

  /** A version's records once more where nothing takes their place, and none of the dropped. */
  private void keep(
      Retention retention,
      ModelVersion version,
      byte[] whole,
      byte[] checkpoint,
      Consumer<ProducerRecord<byte[], byte[]>> out) {
    BlockWriter.Records history = historyOf(version, out);
    KeptKey kept = new KeptKey(version.model(), version.version());
    history.add(kept.ofVersion().getBytes(UTF_8), whole);
    history.add(kept.ofState().getBytes(UTF_8), checkpoint);
    drop(retention, version.model(), history);
  }

  /** The same of one in blocks, which has all of them there whatever is on the other topics. */
  private void keepBlocks(
      Retention retention,
      ModelVersion version,
      byte[] checkpoint,
      Consumer<ProducerRecord<byte[], byte[]>> out) {
    BlockWriter.Records history = historyOf(version, out);
    KeptKey kept = new KeptKey(version.model(), version.version());
    KeptBlocks blocks = retention.blocks().orElseThrow();
    new BlockWriter(model, kept.ofVersion())
        .write(version, blocks.partBytes(), blocks.all(), history);
    new BlockWriter(model, kept.ofState())
        .write(version.version(), checkpoint, blocks.partBytes(), blocks.all(), history);
    drop(retention, version.model(), history);
  }

  private BlockWriter.Records historyOf(
      ModelVersion version, Consumer<ProducerRecord<byte[], byte[]>> out) {
    return recordsOf(topics.history().orElseThrow(), version.version(), out);
  }

  private static void drop(Retention retention, String model, BlockWriter.Records history) {
    for (KeptVersion each : retention.dropped()) {
      KeptKey dropped = new KeptKey(model, each.version());
      history.add(dropped.ofVersion().getBytes(UTF_8), null);
      history.add(dropped.ofState().getBytes(UTF_8), null);
      each.parts()
          .forEach(
              (kind, count) -> {
                for (int number = 0; number < count; number++) {
                  history.add(dropped.ofPart(kind, number).getBytes(UTF_8), null);
                }
              });
    }
  }

  /** Which topics a version has learned beyond the version before it; unknown without an id. */
  List<TopicIdentity> inputsOf(ModelVersion version) {
    return topics.inputs().stream()
        .map(topic -> TopicIdentity.any(topic).of(version.offsets()).at(version.version() - 1))
        .toList();
  }

  /**
   * The offsets of a version as Kafka commits them: those of the topics that are read. One that was
   * read under another configuration may be gone by now, and is not waited for.
   */
  Map<TopicPartition, OffsetAndMetadata> committed(Offsets offsets) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    for (String topic : topics.inputs()) {
      offsets
          .byTopic()
          .getOrDefault(topic, Collections.emptySortedMap())
          .forEach(
              (partition, next) ->
                  committed.put(new TopicPartition(topic, partition), new OffsetAndMetadata(next)));
    }
    return committed;
  }

  private ProducerRecord<byte[], byte[]> keyed(
      String topic, long version, byte[] key, byte @Nullable [] value) {
    // Named, as a topic may be made anew with fewer than it had when the record was placed.
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, ONLY_PARTITION, key, value);
    int bytes = RecordLimits.OVERHEAD_BYTES + key.length + (value == null ? 0 : value.length);
    boolean isBlock = key.length > model.length();
    if (!isBlock) {
      Header stamp = new VersionStamp(model, version).header();
      record.headers().add(stamp);
      bytes += VersionStamp.bytes(stamp);
    }
    if (bytes > limit(topic)) {
      throw tooLarge(topic, version, bytes);
    }
    return record;
  }

  private int limit(String topic) {
    return limits.getOrDefault(topic, Integer.MAX_VALUE);
  }

  private KafkaFailure tooLarge(String topic, long version, int bytes) {
    String explanation =
        "topic %s takes records of at most %d bytes, and this one has %d: raise the topic's"
            + " max.message.bytes, or make the model smaller";
    return KafkaFailure.other(
        "publishing version %d of %s".formatted(version, model),
        explanation.formatted(topic, limit(topic), bytes));
  }

  private ProducerRecord<byte[], byte[]> figures(String topic, VersionFigures of) {
    return new ProducerRecord<>(topic, of.model().getBytes(UTF_8), figures.encode(of));
  }

  /** The record as it came, where it came from and why it is here. */
  public ProducerRecord<byte[], byte[]> deadLetter(DeadLetter letter) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topics.deadLetter(), null, fitting(letter));
    header(record, "topic", letter.topic());
    header(record, "partition", Integer.toString(letter.partition()));
    header(record, "offset", Long.toString(letter.offset()));
    header(record, "reason", letter.reason());
    return record;
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String key, String value) {
    record.headers().add(key, value.getBytes(UTF_8));
  }

  /** A record that only its headers make too large is cut: it must not hold up the learner. */
  private byte @Nullable [] fitting(DeadLetter letter) {
    byte[] value = letter.value();
    int headers = letter.topic().length() + letter.reason().getBytes(UTF_8).length;
    int most = Math.max(0, limit(topics.deadLetter()) - 2 * RecordLimits.OVERHEAD_BYTES - headers);
    return value == null || value.length <= most ? value : Arrays.copyOf(value, most);
  }
}
