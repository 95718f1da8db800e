package io.gradstream.kafka;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.InputTopic;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Machine;
import io.gradstream.kafka.client.TopicIdentity;
import io.gradstream.kafka.client.TopicLookup;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.kafka.restore.KeyIndex;
import io.gradstream.kafka.restore.Restored;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.pipeline.StreamException;
import io.gradstream.pipeline.VersionSink;
import io.gradstream.pipeline.WholeVersionWantedException;
import io.gradstream.version.ModelVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Versions on Kafka: each with its state, its dead letters and the offsets of the samples it has
 * learned in one transaction, under the learner's name as transactional id.
 *
 * <p>Opening one fences every sink of the same name that was opened before, and settles what that
 * one left behind. So open it before anything is restored or read. After a failure it is of no more
 * use: the transaction may even have been committed. Close it, and unless the failure is {@link
 * Kind#FENCED}, open another one and restore.
 */
public final class KafkaVersionSink implements VersionSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaVersionSink.class);
  private static final Duration CLOSE = Duration.ofSeconds(3);
  private static final CompletableFuture<Optional<InputTopic>> NOTHING_TO_FIND =
      CompletableFuture.completedFuture(Optional.empty());
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final long BUFFER = 64 << 20;
  private static final int BATCH = 256 << 10;

  /** As long as a producer waits for its own answers. */
  private static final Duration UNTIL_FOUND = Duration.ofMinutes(1);

  /** A large model's first version takes its time on a slow network. */
  private static final int TRANSACTION_MS = (int) Duration.ofMinutes(3).toMillis();

  private final Producer<byte[], byte[]> producer;
  private final Admin admin;
  private final TransactionStart start;
  private final TopicLookup lookup;
  private final WrittenTopics written;
  private final VersionRecords records;
  private final KafkaSampleSource source;
  private final FailureTranslator failures;
  private final ScheduledExecutorService publisher;
  private volatile boolean published;
  private volatile @Nullable KeyIndex keys;
  private volatile Runnable onWanted = () -> {};

  /**
   * A sink that sends with this producer, whose transactions are initialised, and asks with this
   * client; it closes both.
   */
  KafkaVersionSink(
      Producer<byte[], byte[]> producer,
      Admin admin,
      WrittenTopics written,
      VersionRecords records,
      KafkaSampleSource source,
      Clients clients,
      String name) {
    Machine machine = clients.machine();
    this.producer = producer;
    this.admin = admin;
    this.start = new TransactionStart(producer, source::groupMetadata, source::groupMetadataAfter);
    this.lookup = new TopicLookup(admin, UNTIL_FOUND, machine);
    this.written = written;
    this.records = records;
    this.source = source;
    this.failures = new FailureTranslator(clients.kafka());
    this.publisher = machine.newThread("gradstream-publish-" + name);
  }

  /**
   * Opens the one sink of this name, fencing its predecessors.
   *
   * @param name the learner's
   * @param topics must exist
   * @param encoders write the values
   * @param source read by the learner, whose place in the group commits the offsets
   * @throws KafkaFailure if the cluster does not answer or refuses, or a topic is missing
   */
  public static KafkaVersionSink open(
      Clients clients, String name, Topics topics, Encoders encoders, KafkaSampleSource source) {
    return open(clients, name, topics, encoders, source, Map.of());
  }

  /** The same with a producer that has these properties where the settings say nothing else. */
  static KafkaVersionSink open(
      Clients clients,
      String name,
      Topics topics,
      Encoders encoders,
      KafkaSampleSource source,
      Map<String, Object> preferred) {
    FailureTranslator failures = new FailureTranslator(clients.kafka());
    Map<String, Integer> limits = limits(clients, topics);
    Producer<byte[], byte[]> producer = producer(clients, name, limits, preferred, failures);
    VersionRecords records =
        new VersionRecords(
            name, topics, encoders, checked(clients.kafka(), limits), recordLimits(topics, limits));
    Admin admin = clients.admin();
    KafkaVersionSink sink =
        new KafkaVersionSink(
            producer,
            admin,
            new WrittenTopics(clients, topics, admin),
            records,
            source,
            clients,
            name);
    sink.begin(name, topics);
    return sink;
  }

  /** Goes on from what the topics have of the model; without it they are taken to have nothing. */
  public void goOnFrom(Restored restored) {
    records.goOnFrom(restored.versionBlocks(), restored.checkpointBlocks());
    records.foundWaiting(restored.waiting(), restored.newest().isPresent());
    keys = restored.keys();
    published = restored.version() > 0;
  }

  /** {@inheritDoc} That is when one of the topics was deleted that have the model. */
  @Override
  public void onWanted(Runnable action) {
    onWanted = action;
  }

  @Override
  public Mono<Void> publish(Publication publication) {
    // Not to be cancelled half-way: a transaction is finished once it has begun. How it fails then
    // is nobody's business any more, so that a failure comes as a value.
    return Mono.fromFuture(
            () -> CompletableFuture.supplyAsync(() -> outcome(publication), publisher), true)
        .flatMap(failure -> failure.<Mono<Void>>map(Mono::error).orElseGet(Mono::empty));
  }

  /** Finishes a publication in hand and closes. */
  @Override
  public void close() {
    publisher.shutdown();
    try {
      publisher.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE);
    admin.close(Duration.ZERO);
  }

  private void begin(String name, Topics topics) {
    try {
      written.adopt();
      new HangingTransactions(admin, producer, name).abort(topics.written());
    } catch (RuntimeException failure) {
      KafkaFailure lost = rolledBack("opening the transactions of " + name, failure);
      close();
      throw lost;
    }
    publisher.scheduleWithFixedDelay(
        this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** On the publishing thread, so that topics are not being made anew meanwhile. */
  private void look() {
    if (published && !written.seemLost().join().isEmpty()) {
      onWanted.run();
    }
  }

  private Optional<? extends StreamException> outcome(Publication publication) {
    ModelVersion version = publication.version();
    String phase = "publishing version %d of %s".formatted(version.version(), version.model());
    try {
      transact(publication);
      source.published(version);
      published = true;
      return Optional.empty();
    } catch (RuntimeException failure) {
      KafkaFailure lost = rolledBack(phase, failure);
      return lost.kind() == Kind.ABORTED ? Optional.of(madeAnew(lost)) : Optional.of(lost);
    }
  }

  /** Where a topic is gone, the model is nowhere but with the learner: it must not go too. */
  private StreamException madeAnew(KafkaFailure failure) {
    Set<String> lost;
    try {
      lost = written.lost();
      if (lost.isEmpty()) {
        return failure;
      }
      written.makeAnew(lost);
    } catch (RuntimeException unanswered) {
      LOG.debug("{}: nobody tells what has become of the topics", failure.phase(), unanswered);
      return failure;
    }
    records.startAnew();
    KeyIndex lostKeys = keys;
    if (lostKeys != null) {
      lostKeys.clear();
    }
    String message = "topics %s were deleted".formatted(String.join(", ", lost));
    LOG.warn("{}: made anew, and the next version is published whole", message);
    return new WholeVersionWantedException(message);
  }

  /**
   * Which topics were read is asked beside all that is sent: an answer from now on covers
   * everything that was read for this version.
   */
  private void transact(Publication publication) {
    Map<TopicIdentity, CompletableFuture<Optional<InputTopic>>> found = new LinkedHashMap<>();
    for (TopicIdentity each : records.inputsOf(publication.version())) {
      TopicIdentity read = each.replaceable(source.isReplaceable());
      found.put(read, read.known() ? lookup.find(read.topic()) : NOTHING_TO_FIND);
    }
    CompletableFuture<Set<String>> lost = written.seemLost();
    start.begin(records.committed(publication.version().offsets()));
    PublishedKeys sent = send(publication);
    found.forEach((read, answer) -> requireStillOurs(read, answer.join()));
    if (!lost.join().isEmpty()) {
      requireWritten();
    }
    producer.commitTransaction();
    if (sent != null) {
      sent.committed(publication.version().version());
    }
  }

  /** Sends all of it; null where there are no models of keys. */
  private @Nullable PublishedKeys send(Publication publication) {
    KeyIndex index = keys;
    if (index == null || publication.keys().isEmpty()) {
      records.send(publication, producer::send);
      return null;
    }
    PublishedKeys sending = records.keysTo(index);
    records.send(publication, record -> sending.send(producer, record));
    return sending;
  }

  private void requireWritten() {
    Set<String> lost = written.lost();
    if (!lost.isEmpty()) {
      throw KafkaFailure.ofTopic(Kind.ABORTED, String.join(", ", lost), "was deleted");
    }
  }

  private void requireStillOurs(TopicIdentity read, Optional<InputTopic> found) {
    boolean unsure = read.known() && found.isEmpty();
    read.loss(unsure ? lookup.findSurely(read.topic()) : found)
        .ifPresent(
            loss -> {
              throw loss;
            });
  }

  private KafkaFailure rolledBack(String phase, RuntimeException failure) {
    try {
      producer.abortTransaction();
    } catch (RuntimeException unfinished) {
      LOG.debug("{}: the abort failed too", phase, unfinished);
      KafkaFailure second = failures.of(phase, unfinished, Kind.ABORTED);
      if (second.kind() == Kind.FENCED) {
        return second;
      }
    }
    return failures.of(phase, unlessOurs(failure), Kind.ABORTED);
  }

  /**
   * A learner that slept longer than its session takes its own place in the group again, and its
   * publication in hand is refused as the former holder's. Another learner would have fenced the
   * producer first, and the abort would have shown it.
   */
  private static RuntimeException unlessOurs(RuntimeException failure) {
    return failure instanceof FencedInstanceIdException
        ? new KafkaException("the place in the group was lost for a while")
        : failure;
  }

  /**
   * What the records of these topics have room for.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, or a topic is missing
   */
  public static RecordLimits recordLimits(Clients clients, Topics topics) {
    return recordLimits(topics, limits(clients, topics));
  }

  private static RecordLimits recordLimits(Topics topics, Map<String, Integer> limits) {
    return new RecordLimits(
        topics.parameters(),
        limits.getOrDefault(topics.parameters(), 0),
        topics.state(),
        limits.getOrDefault(topics.state(), 0),
        topics.history().orElse(""),
        topics.history().map(topic -> limits.getOrDefault(topic, 0)).orElse(Integer.MAX_VALUE));
  }

  private static Map<String, Integer> limits(Clients clients, Topics topics) {
    Map<String, Integer> limits = new HashMap<>();
    try (TopicsAdmin admin = new TopicsAdmin(clients)) {
      for (String topic : topics.written()) {
        limits.put(topic, admin.maxMessageBytes(topic));
      }
    }
    return limits;
  }

  /** How small a record becomes by compression only the broker finds out. */
  private static Map<String, Integer> checked(KafkaSettings kafka, Map<String, Integer> limits) {
    String compression = kafka.properties().getOrDefault("compression.type", "none");
    return compression.equals("none") ? limits : Map.of();
  }

  private static Producer<byte[], byte[]> producer(
      Clients clients,
      String name,
      Map<String, Integer> limits,
      Map<String, Object> preferred,
      FailureTranslator failures) {
    String phase = "opening the transactions of " + name;
    Map<String, Object> properties = new HashMap<>(transactions(limits));
    properties.putAll(preferred);
    try {
      Producer<byte[], byte[]> producer =
          clients.producer(properties, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name));
      return initialized(producer);
    } catch (RuntimeException failure) {
      throw failures.connecting(phase, failure);
    }
  }

  private static Producer<byte[], byte[]> initialized(Producer<byte[], byte[]> producer) {
    try {
      producer.initTransactions();
      return producer;
    } catch (RuntimeException failure) {
      producer.close(Duration.ZERO);
      throw failure;
    }
  }

  private static Map<String, Object> transactions(Map<String, Integer> limits) {
    IntSummaryStatistics bytes =
        limits.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    return Map.of(
        // A commit right after another meets CONCURRENT_TRANSACTIONS; 100 ms is long to wait then.
        ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
        2,
        ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
        10,
        ProducerConfig.LINGER_MS_CONFIG,
        0,
        // The topics' limits are what counts, and the buffer is not to be less than they are.
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Integer.MAX_VALUE,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        Math.max(BUFFER, 2L * bytes.getMax()),
        // A topic's limit is one of batches: thousands of blocks go in as few as it lets them.
        ProducerConfig.BATCH_SIZE_CONFIG,
        Math.min(BATCH, bytes.getMin()),
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        TRANSACTION_MS);
  }
}
