package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.InputTopic;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.TopicIdentity;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.pipeline.Lag;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * The samples of a Kafka topic, a chunk of records at a time, read as the one static member of the
 * consumer group that has the learner's name: a learner that was killed and started again takes its
 * own place at once. Whoever reads takes the place, from another learner too; {@code GroupPlace}
 * says beforehand whether there is one.
 *
 * <p>All partitions are read, those that are added later from their beginning, for as long as it is
 * the same topic: of one that is deleted, or made anew under its name, nothing is handed over once
 * that is known, and what was before is not published ({@code KafkaVersionSink}).
 *
 * <p>Nothing is committed here; that is the sink's, in the transaction of a version. Chunks come on
 * the thread that polls, so a subscriber with work to do moves them to a thread of its own ({@code
 * publishOn}). At most one poll's records wait beyond what was requested: 10,000, or those that
 * take {@link PolledValues#MOST_BYTES}.
 *
 * <p>Streams end with a {@link KafkaFailure}; the next subscription starts with a new consumer.
 */
public final class KafkaSampleSource implements SampleSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSampleSource.class);

  /** How soon a client hears of partitions that are added, and of a topic that is gone. */
  private static final Duration METADATA_AGE = Duration.ofSeconds(3);

  /** Longer than a consumer takes to close. */
  private static final Duration UNTIL_LEFT = Duration.ofSeconds(3);

  /** Longer than joining the group again takes. */
  private static final Duration UNTIL_JOINED = Duration.ofSeconds(10);

  private final Clients clients;
  private final InputSettings input;
  private final String name;
  private final LearnerInstance instance;
  private final EndOffsets ends;
  private final InputWatches watch;
  private @Nullable HeldPlace place;
  private @Nullable PollLoop loop;
  private boolean closed;

  private KafkaSampleSource(
      Clients clients,
      InputSettings input,
      String name,
      LearnerInstance instance,
      EndOffsets ends) {
    this.clients = clients;
    this.input = input;
    this.name = name;
    this.instance = instance;
    this.ends = ends;
    this.watch = new InputWatches(clients, input);
  }

  /** A source that goes on with whatever comes. Touches no broker before it is subscribed to. */
  public static KafkaSampleSource endless(KafkaSettings kafka, InputSettings input, String name) {
    return of(new Clients(kafka), input, name, LearnerInstance.of(kafka), false);
  }

  /**
   * A source whose streams complete behind the last record that was there at the first
   * subscription, as often as it is subscribed to.
   */
  public static KafkaSampleSource untilEnd(KafkaSettings kafka, InputSettings input, String name) {
    return of(new Clients(kafka), input, name, LearnerInstance.of(kafka), true);
  }

  /** The one or the other, of a certain run. */
  public static KafkaSampleSource of(
      Clients clients,
      InputSettings input,
      String name,
      LearnerInstance instance,
      boolean bounded) {
    EndOffsets ends = bounded ? EndOffsets.once() : EndOffsets.none();
    return new KafkaSampleSource(clients, input, name, instance, ends);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Without a version the topic is made if it is missing. A version names the topic by its id,
   * and if it is older than that, goes on with the topic there is. To begin with what comes next
   * means an offset for every partition there is, so that the first version has them all.
   *
   * @throws KafkaFailure if the topic is not the one the version has learned and the model is not
   *     to go on with another, or nobody answers
   */
  @Override
  public Offsets start(Optional<ModelVersion> newest) {
    if (newest.isPresent()) {
      return start(newest.get().offsets(), newest.get().version());
    }
    createIfMissing();
    Offsets beginning = Offsets.none();
    for (InputWatch each : watch.each()) {
      each.expect(TopicIdentity.any(each.topic()).replaceable(input.restartsRecreated()));
      Offsets named = named(each, beginning);
      beginning = input.from() == From.LATEST ? each.latest(named) : named;
    }
    return beginning;
  }

  /**
   * {@inheritDoc}
   *
   * @throws KafkaFailure as {@link #start}
   */
  @Override
  public Offsets startAgain(Offsets beginning) {
    return start(beginning, 0);
  }

  private Offsets start(Offsets learned, long version) {
    Offsets start = learned;
    for (InputWatch each : watch.each()) {
      start = start(each, start, version);
    }
    return start;
  }

  private Offsets start(InputWatch each, Offsets learned, long version) {
    String topic = each.topic();
    TopicIdentity expected =
        new TopicIdentity(topic, learned.topicId(topic), true, version, input.restartsRecreated());
    each.expect(expected);
    if (input.restartsRecreated() && each.isReplaced()) {
      LOG.warn(
          "topic {} was deleted and made anew since {}: learning it from its beginning, with the"
              + " model as it is",
          topic,
          expected.since());
      each.expect(TopicIdentity.any(topic).at(version).replaceable(true));
      return named(each, learned.without(topic));
    }
    return named(each, learned);
  }

  private static Offsets named(InputWatch each, Offsets start) {
    InputTopic found = each.find();
    return found.id().map(id -> start.withTopicId(each.topic(), id)).orElse(start);
  }

  private void createIfMissing() {
    try (TopicsAdmin admin = new TopicsAdmin(clients)) {
      input.topics().forEach(topic -> admin.createInput(topic, 1));
    }
  }

  @Override
  public Flux<RecordChunk> records(Offsets from) {
    return Flux.from(
        subscriber -> subscribe(new RecordSubscription(from, input, subscriber), subscriber));
  }

  private void subscribe(
      RecordSubscription subscription, Subscriber<? super RecordChunk> subscriber) {
    subscriber.onSubscribe(subscription);
    try {
      read(subscription);
    } catch (RuntimeException failure) {
      subscription.fail(failure);
    }
  }

  /**
   * Leaves off reading and fails a stream that is still subscribed to. Unless it was {@linkplain
   * #leave left}, the place in the group stays the learner's until its session times out, so that
   * its next start has it back at once.
   */
  @Override
  public synchronized void close() {
    closed = true;
    watch.close();
    handOnPlace();
    if (loop != null) {
      loop.close();
    }
  }

  /**
   * Takes the place in the group, from whoever has it, until the first subscription goes on with
   * it. May block for seconds.
   *
   * @throws KafkaFailure if the group does not come together, or nobody answers
   */
  public synchronized void join() {
    FailureTranslator failures = new FailureTranslator(clients.kafka());
    try {
      place = HeldPlace.join(consumer(failures, values()), input.topics(), clients.machine());
    } catch (RuntimeException failure) {
      throw failures.of("joining group " + name, failure, Kind.ABORTED);
    }
  }

  /** Leaves off reading, and gives up the place in the group. May block for seconds. */
  public void leave() {
    PollLoop polling = leaving();
    if (polling != null) {
      try {
        polling.awaitEnd(UNTIL_LEFT);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized @Nullable PollLoop leaving() {
    closed = true;
    if (place != null) {
      place.leave();
      place = null;
    }
    if (loop != null) {
      loop.leave();
    }
    return loop;
  }

  private void handOnPlace() {
    if (place != null) {
      place.handOn();
      place = null;
    }
  }

  @Override
  public Optional<RuntimeException> loss() {
    return loop().isEmpty() ? Optional.empty() : watch.loss().or(watch::lossNow).map(loss -> loss);
  }

  @Override
  public Duration silence() {
    Duration poll = loop().map(PollLoop::sinceLastPoll).orElse(Duration.ZERO);
    Duration answer = watch.silence();
    return poll.compareTo(answer) > 0 ? poll : answer;
  }

  @Override
  public Optional<String> unassigned() {
    return loop()
        .map(PollLoop::unassigned)
        .orElseGet(() -> Optional.of("topic %s is not read yet".formatted(names())));
  }

  /** {@inheritDoc} Of a stream that ends, up to there. */
  @Override
  public Lag unread() {
    SortedMap<String, SortedMap<Integer, Long>> records = new TreeMap<>();
    Optional<PollLoop> polling = loop();
    watch
        .ends()
        .forEach(
            (partition, end) -> {
              long beginning = watch.beginning(partition);
              long unread =
                  polling
                      .map(each -> each.unread(partition, beginning, end))
                      .orElse(end - beginning);
              records
                  .computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                  .put(partition.partition(), unread);
            });
    input.topics().forEach(topic -> records.computeIfAbsent(topic, none -> new TreeMap<>()));
    return new Lag(records);
  }

  private String names() {
    return String.join(" and ", input.topics());
  }

  /** Whether another topic of the same name may take the place of the one that is read. */
  public boolean isReplaceable() {
    return input.restartsRecreated();
  }

  /** There is a newer version of what was read. */
  public void published(ModelVersion version) {
    watch.learned(version.version());
  }

  /**
   * Which member of the group we are, as of the last poll. Whoever has something to publish before
   * we have joined, as a command that was there at the start, waits for that: the group refuses
   * what comes from nobody.
   */
  public ConsumerGroupMetadata groupMetadata() {
    clients.machine().await(UNTIL_JOINED, () -> !isRead() || member().generationId() >= 0);
    return member();
  }

  private ConsumerGroupMetadata member() {
    return loop().map(PollLoop::groupMetadata).orElseGet(() -> new ConsumerGroupMetadata(name));
  }

  /**
   * Which member of the group we have become since we were another, by joining it again; empty if
   * we have not, and will not soon.
   */
  public Optional<ConsumerGroupMetadata> groupMetadataAfter(ConsumerGroupMetadata former) {
    int before = former.generationId();
    clients.machine().await(UNTIL_JOINED, () -> !isRead() || member().generationId() != before);
    return isRead()
        ? Optional.of(member()).filter(now -> now.generationId() != before)
        : Optional.empty();
  }

  private boolean isRead() {
    return loop().filter(each -> !each.isFinished()).isPresent();
  }

  private synchronized Optional<PollLoop> loop() {
    return Optional.ofNullable(loop);
  }

  private synchronized void read(RecordSubscription subscription) {
    if (closed) {
      throw new IllegalStateException("the source of topic %s is closed".formatted(names()));
    }
    if (loop == null || !loop.offer(subscription)) {
      loop = start(subscription);
    }
  }

  private PollLoop start(RecordSubscription first) {
    PolledValues values = values();
    Consumer<byte[], byte[]> consumer = consumer(new FailureTranslator(clients.kafka()), values);
    handOnPlace();
    watch.begin(first.from());
    PollLoop started = new PollLoop(consumer, values, input, watch, ends, clients, first);
    started.start();
    return started;
  }

  private PolledValues values() {
    return new PolledValues(input.sampleLimits().recordBytes());
  }

  private Consumer<byte[], byte[]> consumer(FailureTranslator failures, PolledValues values) {
    try {
      return clients.consumer(
          Map.of(
              ConsumerConfig.GROUP_ID_CONFIG,
              name,
              ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
              name,
              ConsumerConfig.CLIENT_ID_CONFIG,
              instance.nextClientId(),
              ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
              CooperativeStickyAssignor.class.getName(),
              ConsumerConfig.METADATA_MAX_AGE_CONFIG,
              METADATA_AGE.toMillis()),
          new UnreadKeys(),
          values);
    } catch (RuntimeException failure) {
      throw failures.connecting("reading topic " + names(), failure);
    }
  }
}
