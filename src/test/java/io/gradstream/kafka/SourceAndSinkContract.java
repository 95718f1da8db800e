package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.committed;
import static io.gradstream.kafka.Fixtures.endless;
import static io.gradstream.kafka.Fixtures.newName;
import static io.gradstream.kafka.Fixtures.newTopics;
import static io.gradstream.kafka.Fixtures.publication;
import static io.gradstream.kafka.Fixtures.send;
import static io.gradstream.kafka.Fixtures.sendTransaction;
import static io.gradstream.kafka.Fixtures.untilEnd;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.InputSettings.From;
import io.gradstream.kafka.KafkaFailure.Kind;
import io.gradstream.pipeline.DeadLetter;
import io.gradstream.pipeline.Lag;
import io.gradstream.pipeline.RecordChunk;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What source, sink and restoring promise together, on any Kafka a subclass provides. */
@Timeout(120)
abstract class SourceAndSinkContract {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name = newName();
  private KafkaSettings kafka;
  private Topics topics;
  private KafkaSampleSource source;

  /** Where the Kafka to be tested is. */
  abstract KafkaSettings kafka();

  SourceAndSinkContract() {
    kafka = new KafkaSettings();
    topics = new Topics("a", "b", "c", "d");
    source = untilEnd(kafka, topics, name);
  }

  @BeforeEach
  void createTopics() {
    kafka = kafka();
    topics = newTopics(kafka, name, 1);
    source = untilEnd(kafka, topics, name);
  }

  @AfterEach
  void closeSource() {
    source.close();
  }

  // The source.

  @Test
  void records_ofTransactions_completeBehindTheLastMarker() {
    sendTransaction(kafka, topics.input(), "a", "b");
    sendTransaction(kafka, topics.input(), "c");
    StepVerifier.create(samples(source, Offsets.none()))
        .expectNext("a", "b", "c")
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void records_ofAbortedTransactions_areNotDelivered() {
    try (Producer<byte[], byte[]> producer = Fixtures.transactional(kafka, newName())) {
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topics.input(), "torn".getBytes(UTF_8)));
      producer.flush();
      producer.abortTransaction();
    }
    send(kafka, topics.input(), "a");
    StepVerifier.create(samples(source, Offsets.none()))
        .expectNext("a")
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void records_ofAnEmptyTopic_complete() {
    StepVerifier.create(source.records(Offsets.none()), 0).expectComplete().verify(PATIENCE);
  }

  @Test
  void records_fromOffsets_resumeThere() {
    send(kafka, topics.input(), "a", "b", "c", "d");
    Flux<RecordChunk> records = source.records(Offsets.none().with(topics.input(), 0, 2));
    StepVerifier.create(records)
        .assertNext(
            chunk -> {
              assertThat(chunk.topic()).isEqualTo(topics.input());
              assertThat(chunk.partition()).isZero();
              assertThat(chunk.offset(0)).isEqualTo(2);
              assertThat(chunk.nextOffset()).isEqualTo(4);
              assertThat(Fixtures.values(chunk)).containsExactly("c", "d");
            })
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void records_subscribedAgain_startAnewWithTheSameEnd() {
    send(kafka, topics.input(), "a", "b");
    List<String> first = samples(source, Offsets.none()).collectList().block(PATIENCE);
    send(kafka, topics.input(), "late");
    List<String> second = samples(source, Offsets.none()).collectList().block(PATIENCE);
    assertThat(first).containsExactly("a", "b");
    assertThat(second).isEqualTo(first);
  }

  @Test
  void records_subscribedTwiceAtOnce_areRefused() {
    try (KafkaSampleSource endless = endless(kafka, topics, name)) {
      Disposable first = endless.records(Offsets.none()).subscribe();
      StepVerifier.create(endless.records(Offsets.none()))
          .expectErrorMessage(
              "one subscription at a time: %s is being read".formatted(topics.input()))
          .verify(PATIENCE);
      first.dispose();
    }
  }

  @Test
  void records_ofSeveralPartitions_allArrive() {
    Topics wide = newTopics(kafka, newName(), 3);
    try (Producer<byte[], byte[]> producer = new Clients(kafka).producer(Map.of(), Map.of());
        KafkaSampleSource all = untilEnd(kafka, wide, newName())) {
      for (int i = 0; i < 30; i++) {
        byte[] value = Integer.toString(i).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(wide.input(), i % 3, null, value));
      }
      producer.flush();
      List<RecordChunk> chunks = all.records(Offsets.none()).collectList().block(PATIENCE);
      assertThat(chunks).extracting(RecordChunk::partition).contains(0, 1, 2);
      assertThat(chunks).flatExtracting(Fixtures::values).hasSize(30);
    }
  }

  @Test
  void start_atTheLatest_isTheEndOfEveryPartition() {
    Topics wide = newTopics(kafka, newName(), 3);
    sendTransaction(kafka, wide.input(), "old");
    try (KafkaSampleSource latest = latest(wide)) {
      Offsets start = latest.start(Optional.empty());
      send(kafka, wide.input(), "new");

      assertThat(start.byTopic().get(wide.input())).containsOnlyKeys(0, 1, 2);
      assertThat(samples(latest, start).blockFirst(PATIENCE)).isEqualTo("new");
    }
  }

  @Test
  void start_atTheEarliest_isNoOffsetButATopic() {
    send(kafka, topics.input(), "a");
    Offsets start = source.start(Optional.empty());
    assertThat(start.byTopic()).isEmpty();
    assertThat(start.topicIds()).containsOnlyKeys(topics.input());
    assertThat(samples(source, start).collectList().block(PATIENCE)).containsExactly("a");
  }

  @Test
  void start_behindAVersion_isThatVersionsWhateverIsSet() {
    send(kafka, topics.input(), "a", "b");
    Offsets learned = Offsets.none().with(topics.input(), 0, 1);
    try (KafkaSampleSource latest = latest(topics)) {
      Offsets start = latest.start(Optional.of(Fixtures.version(name, 1, learned)));
      assertThat(start.byTopic()).isEqualTo(learned.byTopic());
      assertThat(start.topicIds()).as("adopted").containsOnlyKeys(topics.input());
    }
  }

  @Test
  void start_ofATopicThatWasMadeAnew_isRefused() throws Exception {
    Offsets start = source.start(Optional.empty());
    delete(topics.input());
    newTopics(kafka, name, 1);
    try (KafkaSampleSource next = endless(kafka, topics, name)) {
      assertThatThrownBy(() -> next.start(Optional.of(Fixtures.version(name, 12, start))))
          .hasMessage(
              "topic %s was deleted and made anew since version 12: its samples are not those that"
                  + " were learned; start over with --reset, keep the model and learn from the"
                  + " beginning with input.whenRecreated: restart, or learn under another name",
              topics.input())
          .satisfies(failure -> assertKind(failure, Kind.TOPIC_RECREATED));
      assertThat(next.start(Optional.empty()).topicIds()).isNotEqualTo(start.topicIds());
    }
  }

  @Test
  void start_ofATopicThatIsGone_isRefusedAndDoesNotMakeIt() throws Exception {
    delete(topics.input());
    // As versions were before they had ids, too.
    assertThatThrownBy(() -> source.start(Optional.of(Fixtures.version(name, 3, Offsets.none()))))
        .hasMessageStartingWith("topic %s was deleted since version 3", topics.input())
        .satisfies(failure -> assertKind(failure, Kind.TOPIC_DELETED));
    try (Admin admin = new Clients(kafka).admin()) {
      assertThat(admin.listTopics().names().get()).doesNotContain(topics.input());
    }
  }

  @Test
  void records_ofATopicThatIsMadeAnewMeanwhile_endWithThat() throws Exception {
    send(kafka, topics.input(), "a");
    try (KafkaSampleSource endless = endless(kafka, topics, name)) {
      Offsets start = endless.start(Optional.empty());
      StepVerifier.create(samples(endless, start))
          .expectNext("a")
          .then(() -> makeAnew(topics))
          .thenConsumeWhile(sample -> true)
          .expectErrorSatisfies(failure -> assertKind(failure, Kind.TOPIC_RECREATED))
          .verify(PATIENCE);
    }
  }

  @Test
  void unread_behindMarkersAndAbortedRecords_isNothing() {
    sendTransaction(kafka, topics.input(), "a", "b");
    try (KafkaSampleSource endless = endless(kafka, topics, name)) {
      StepVerifier.create(samples(endless, endless.start(Optional.empty())))
          .expectNext("a", "b")
          .then(() -> abort("torn"))
          .then(() -> awaitUnread(endless, 0))
          .thenCancel()
          .verify(PATIENCE);
    }
  }

  @Test
  void unread_withoutDemand_isWhatWaitsAndWhatIsToCome() {
    send(kafka, topics.input(), "a", "b", "c");
    try (KafkaSampleSource endless = endless(kafka, topics, name)) {
      StepVerifier.create(endless.records(endless.start(Optional.empty())), 0)
          .expectSubscription()
          .then(() -> awaitUnread(endless, 3))
          .thenRequest(1)
          .expectNextCount(1)
          .then(() -> awaitUnread(endless, 0))
          .then(() -> send(kafka, topics.input(), "d", "e"))
          .then(() -> awaitUnread(endless, 2))
          .thenCancel()
          .verify(PATIENCE);
    }
  }

  @Test
  void records_ofPartitionsThatAreAdded_beginWithTheirFirst() {
    InputSettings latest = InputSettings.of(topics.input(), From.LATEST);
    send(kafka, topics.input(), "old");
    try (KafkaSampleSource endless = KafkaSampleSource.endless(kafka, latest, name)) {
      StepVerifier.create(samples(endless, endless.start(Optional.empty())))
          .then(() -> addPartition("a", "b"))
          .expectNext("a", "b")
          .then(() -> assertThat(endless.unassigned()).isEmpty())
          .thenCancel()
          .verify(PATIENCE);
    }
  }

  @Test
  void records_withoutDemand_waitAndGoOn() {
    send(kafka, topics.input(), "a", "b", "c");
    KafkaSettings slowly =
        new KafkaSettings(kafka.bootstrapServers(), Map.of("max.poll.records", "1"));
    try (KafkaSampleSource slow = untilEnd(slowly, topics, name)) {
      StepVerifier.create(samples(slow, Offsets.none()), 1)
          .expectNext("a")
          .expectNoEvent(Duration.ofMillis(300))
          .thenRequest(1)
          .expectNext("b")
          .thenRequest(1)
          .expectNext("c")
          .expectComplete()
          .verify(PATIENCE);
    }
  }

  @Test
  void records_abandonedByAMemberThatNeverLeft_areTakenOverAtOnce() {
    send(kafka, topics.input(), "a");
    try (KafkaSampleSource abandoned = endless(kafka, topics, name);
        KafkaSampleSource restarted = endless(kafka, topics, name)) {
      StepVerifier first =
          StepVerifier.create(samples(abandoned, Offsets.none()))
              .expectNext("a")
              .then(() -> takeOver(restarted))
              .expectErrorSatisfies(failure -> assertKind(failure, Kind.FENCED))
              .verifyLater();
      first.verify(PATIENCE);
    }
  }

  private void takeOver(KafkaSampleSource restarted) {
    assertThat(samples(restarted, Offsets.none()).blockFirst(Duration.ofSeconds(5))).isEqualTo("a");
  }

  @Test
  void records_fromAnOffsetThatRetentionDeleted_failWithBothOffsets() throws Exception {
    send(kafka, topics.input(), "a", "b", "c");
    TopicPartition partition = new TopicPartition(topics.input(), 0);
    try (Admin admin = new Clients(kafka).admin()) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2))).all().get();
    }
    StepVerifier.create(source.records(Offsets.none().with(topics.input(), 0, 1)))
        .expectErrorMessage(
            "reading topic "
                + topics.input()
                + ": offset 1 of "
                + partition
                + " is next, but the oldest one left is 2: samples were deleted before they were"
                + " learned; go on without them with input.whenDeleted: skip, or start over with --reset")
        .verify(PATIENCE);
  }

  @Test
  void records_fromAnOffsetBeyondTheEnd_fail() {
    send(kafka, topics.input(), "a");
    StepVerifier.create(source.records(Offsets.none().with(topics.input(), 0, 9)))
        .expectErrorSatisfies(
            failure -> assertThat(failure).hasMessageContaining("but it ends at 1"))
        .verify(PATIENCE);
  }

  @Test
  void records_ofAMissingTopic_failAndNameIt() {
    InputSettings missing = new InputSettings(newName());
    try (KafkaSampleSource lost = KafkaSampleSource.untilEnd(kafka, missing, name)) {
      StepVerifier.create(lost.records(Offsets.none()))
          .expectErrorMessage(
              "reading topic %s: there is no such topic, create it first: %s"
                  .formatted(missing.topic(), missing.topic()))
          .verify(PATIENCE);
    }
  }

  // The sink.

  @Test
  void publish_ofAVersion_commitsStateDeadLettersAndOffsetsWithIt() throws Exception {
    send(kafka, topics.input(), "a", "bad");
    DeadLetter dead = new DeadLetter(topics.input(), 0, 1, "bad".getBytes(UTF_8), "not JSON");
    Offsets offsets = Offsets.none().with(topics.input(), 0, 2);
    try (KafkaVersionSink sink = sink()) {
      samples(source, Offsets.none()).blockLast(PATIENCE);
      sink.publish(publication(name, 1, offsets, dead)).block(PATIENCE);
    }
    assertThat(keyAndValue(topics.parameters(), 1)).containsExactly(name + "=1");
    assertThat(keyAndValue(topics.state(), 1)).containsExactly(name + "=1");
    assertThat(headers(topics.deadLetter()))
        .containsExactly("topic=" + topics.input(), "partition=0", "offset=1", "reason=not JSON");
    assertThat(committed(kafka, topics.deadLetter(), 1).get(0).value()).asString().isEqualTo("bad");
    assertThat(groupOffset()).isEqualTo(2);
  }

  @Test
  void publish_ofWhatAnotherTopicOfTheNameHad_leavesNothingVisible() throws Exception {
    Offsets read = source.start(Optional.empty()).with(topics.input(), 0, 1);
    delete(topics.input());
    newTopics(kafka, name, 1);
    send(kafka, topics.input(), "of another");
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 8, read))
          .as(StepVerifier::create)
          .expectErrorMessage(
              "topic %s was deleted and made anew since version 7: its samples are not those that"
                      .formatted(topics.input())
                  + " were learned; start over with --reset, keep the model and learn from the"
                  + " beginning with input.whenRecreated: restart, or learn under another name")
          .verify(PATIENCE);
    }
    assertThat(committed(kafka, topics.parameters(), 0)).isEmpty();
  }

  @Test
  void publish_whileAPartitionIsAdded_goesOn() {
    Offsets offsets = Offsets.none().with(topics.input(), 0, 0);
    try (KafkaSampleSource endless = endless(kafka, topics, name);
        KafkaVersionSink sink =
            KafkaVersionSink.open(kafka, name, topics, Fixtures.ENCODERS, endless)) {
      Disposable reading = endless.records(Offsets.none()).subscribe();
      awaitAssigned(endless);
      int before = endless.groupMetadata().generationId();
      addPartition("a");
      long version = 0;
      while (endless.groupMetadata().generationId() == before || version % 20 > 0) {
        sink.publish(publication(name, ++version, offsets)).block(PATIENCE);
      }
      reading.dispose();
      assertThat(keyAndValue(topics.parameters(), (int) version)).endsWith(name + "=" + version);
    }
  }

  @Test
  void publish_withOffsetsOfATopicThatIsNotRead_doesNotWaitForIt() {
    Offsets offsets = Offsets.none().with("gone-" + name, 0, 7).with(topics.input(), 0, 0);
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 1, offsets)).block(Duration.ofSeconds(20));
    }
    assertThat(keyAndValue(topics.parameters(), 1)).containsExactly(name + "=1");
  }

  @Test
  void publish_afterAnotherSinkOfTheNameWasOpened_isFenced() {
    try (KafkaVersionSink first = sink();
        KafkaVersionSink second = sink()) {
      first
          .publish(publication(name, 1, Offsets.none()))
          .as(StepVerifier::create)
          .expectErrorSatisfies(failure -> assertKind(failure, Kind.FENCED))
          .verify(PATIENCE);
      second.publish(publication(name, 1, Offsets.none())).block(PATIENCE);
    }
    assertThat(keyAndValue(topics.parameters(), 1)).containsExactly(name + "=1");
  }

  @Test
  void publish_afterItsPlaceInTheGroupWasTaken_leavesNothingVisible() {
    Offsets offsets = Offsets.none().with(topics.input(), 0, 0);
    try (KafkaSampleSource successor = untilEnd(kafka, topics, name);
        KafkaVersionSink sink = sink()) {
      source.records(Offsets.none()).blockLast(PATIENCE);
      successor.records(Offsets.none()).blockLast(PATIENCE);
      sink.publish(publication(name, 1, offsets))
          .as(StepVerifier::create)
          .expectErrorSatisfies(failure -> assertKind(failure, Kind.ABORTED))
          .verify(PATIENCE);
    }
    assertThat(committed(kafka, topics.parameters(), 0)).isEmpty();
    assertThat(committed(kafka, topics.state(), 0)).isEmpty();
  }

  @Test
  void publish_ofMoreThanTheTopicTakes_namesSizeAndLimit() {
    Encoders large = new Encoders(version -> new byte[2_000_000], Fixtures.ENCODERS.checkpoint());
    try (KafkaVersionSink sink = KafkaVersionSink.open(kafka, name, topics, large, source)) {
      sink.publish(publication(name, 7, Offsets.none()))
          .as(StepVerifier::create)
          .expectErrorMessage(
              "publishing version 7 of "
                  + name
                  + ": topic "
                  + topics.parameters()
                  + " takes records of at most 1048588 bytes, and this one has 2000228: raise the"
                  + " topic's max.message.bytes, or make the model smaller")
          .verify(PATIENCE);
    }
  }

  @Test
  void publish_ofMoreThanTheTopicTakes_fitsWhenCompressed() {
    KafkaSettings compressing =
        new KafkaSettings(kafka.bootstrapServers(), Map.of("compression.type", "gzip"));
    Encoders large = new Encoders(version -> new byte[2_000_000], Fixtures.ENCODERS.checkpoint());
    try (KafkaVersionSink sink = KafkaVersionSink.open(compressing, name, topics, large, source)) {
      sink.publish(publication(name, 1, Offsets.none())).block(PATIENCE);
    }
    assertThat(committed(kafka, topics.parameters(), 1).get(0).value()).hasSize(2_000_000);
  }

  @Test
  void publish_ofADeadLetterThatItsHeadersMakeTooLarge_cutsIt() {
    DeadLetter large = new DeadLetter(topics.input(), 0, 0, new byte[1_048_500], "too much");
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 1, Offsets.none(), large)).block(PATIENCE);
    }
    assertThat(committed(kafka, topics.deadLetter(), 1).get(0).value())
        .hasSizeBetween(1_048_000, 1_048_499);
  }

  // Restoring.

  @Test
  void newest_beforeTheFirstPublication_isEmpty() {
    assertThat(restore().newest(name)).isEmpty();
  }

  @Test
  void newest_ofSeveralVersions_isTheLast() {
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 1, Offsets.none())).block(PATIENCE);
      sink.publish(publication(name, 2, Offsets.none())).block(PATIENCE);
      sink.publish(publication("another", 9, Offsets.none())).block(PATIENCE);
    }
    Snapshot restored = restore().newest(name).orElseThrow();
    assertThat(restored.version().version()).isEqualTo(2);
    assertThat(restored.checkpoint().version()).isEqualTo(2);
  }

  @Test
  void newest_afterATornTransaction_isTheOneBefore() {
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 1, Offsets.none())).block(PATIENCE);
    }
    try (Producer<byte[], byte[]> killed = Fixtures.transactional(kafka, name)) {
      killed.beginTransaction();
      killed.send(new ProducerRecord<>(topics.parameters(), name.getBytes(UTF_8), new byte[] {50}));
      killed.flush();
      try (KafkaVersionSink successor = sink()) {
        assertThat(restore().newest(name).orElseThrow().version().version()).isEqualTo(1);
        successor.publish(publication(name, 2, Offsets.none())).block(PATIENCE);
      }
    }
    assertThat(keyAndValue(topics.parameters(), 2)).containsExactly(name + "=1", name + "=2");
  }

  @Test
  void newest_ofTopicsThatDoNotBelongTogether_isRefused() {
    send(kafka, topics.input(), "unkeyed");
    try (Producer<byte[], byte[]> producer = new Clients(kafka).producer(Map.of(), Map.of())) {
      byte[] key = name.getBytes(UTF_8);
      producer.send(new ProducerRecord<>(topics.parameters(), key, "3".getBytes(UTF_8)));
      producer.send(new ProducerRecord<>(topics.state(), key, "2".getBytes(UTF_8)));
    }
    assertThatThrownBy(() -> restore().newest(name))
        .hasMessage(
            "restoring %s: topic %s ends with version 3 but topic %s with the state of 2: one of"
                + " them was written or cut by somebody else; start over with --reset, or with"
                + " --from-version from the newest version with a fresh optimizer",
            name, topics.parameters(), topics.state());
  }

  // What the tests say it with.

  private KafkaVersionSink sink() {
    return KafkaVersionSink.open(kafka, name, topics, Fixtures.ENCODERS, source);
  }

  private Restore restore() {
    return new Restore(kafka, topics, Fixtures.decoders(name));
  }

  private KafkaSampleSource latest(Topics read) {
    InputSettings latest = InputSettings.of(read.input(), From.LATEST);
    return KafkaSampleSource.endless(kafka, latest, newName());
  }

  private void delete(String topic) throws Exception {
    try (Admin admin = new Clients(kafka).admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
  }

  private void makeAnew(Topics all) {
    try {
      delete(all.input());
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
    newTopics(kafka, name, 1);
    send(kafka, all.input(), "x", "y", "z");
  }

  private void addPartition(String... samples) {
    try (Admin admin = new Clients(kafka).admin();
        Producer<byte[], byte[]> producer = new Clients(kafka).producer(Map.of(), Map.of())) {
      admin.createPartitions(Map.of(topics.input(), NewPartitions.increaseTo(2))).all().get();
      for (String sample : samples) {
        byte[] value = sample.getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topics.input(), 1, null, value)).get();
      }
    } catch (InterruptedException | ExecutionException failure) {
      throw new AssertionError(failure);
    }
  }

  private void abort(String sample) {
    try (Producer<byte[], byte[]> producer = Fixtures.transactional(kafka, newName())) {
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topics.input(), sample.getBytes(UTF_8)));
      producer.flush();
      producer.abortTransaction();
    }
  }

  private void awaitUnread(KafkaSampleSource read, long records) {
    await(read::unread, Lag.of(topics.input(), new TreeMap<>(Map.of(0, records))));
  }

  private static void awaitAssigned(KafkaSampleSource read) {
    await(read::unassigned, Optional.empty());
  }

  private static <T> void await(Supplier<T> value, T wanted) {
    Mono.fromSupplier(value)
        .filter(wanted::equals)
        .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(50)))
        .timeout(PATIENCE, Mono.error(() -> new AssertionError("it stays " + value.get())))
        .block();
  }

  private static Flux<String> samples(KafkaSampleSource source, Offsets from) {
    return source.records(from).concatMapIterable(Fixtures::values, 1);
  }

  private static void assertKind(Throwable failure, Kind kind) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            KafkaFailure.class,
            domain -> assertThat(domain.kind()).as(failure.toString()).isEqualTo(kind));
  }

  private List<String> keyAndValue(String topic, int count) {
    return committed(kafka, topic, count).stream()
        .map(record -> Fixtures.text(record.key()) + "=" + Fixtures.text(record.value()))
        .toList();
  }

  private List<String> headers(String topic) {
    ConsumerRecord<byte[], byte[]> only = committed(kafka, topic, 1).get(0);
    return Arrays.stream(only.headers().toArray())
        .map(header -> header.key() + "=" + Fixtures.text(header.value()))
        .toList();
  }

  private long groupOffset() throws Exception {
    TopicPartition partition = new TopicPartition(topics.input(), 0);
    try (Admin admin = new Clients(kafka).admin()) {
      OffsetAndMetadata offset = null;
      while (offset == null) {
        offset =
            admin
                .listConsumerGroupOffsets(name)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
      }
      return offset.offset();
    }
  }
}
