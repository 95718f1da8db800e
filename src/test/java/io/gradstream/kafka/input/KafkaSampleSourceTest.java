package io.gradstream.kafka.input;

import static io.gradstream.kafka.Fixtures.endless;
import static io.gradstream.kafka.Fixtures.newName;
import static io.gradstream.kafka.Fixtures.newTopics;
import static io.gradstream.kafka.Fixtures.send;
import static io.gradstream.kafka.Fixtures.sendTransaction;
import static io.gradstream.kafka.Fixtures.untilEnd;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.Fixtures;
import io.gradstream.kafka.LearnersTopics;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.pipeline.Lag;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What a source gives of a topic, and where it begins. */
class KafkaSampleSourceTest extends LearnersTopics {
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
    InputSettings missing = InputSettings.of(newName());
    try (KafkaSampleSource lost = KafkaSampleSource.untilEnd(kafka, missing, name)) {
      StepVerifier.create(lost.records(Offsets.none()))
          .expectErrorMessage(
              "reading topic %s: there is no such topic, create it first: %s"
                  .formatted(missing.firstTopic(), missing.firstTopic()))
          .verify(PATIENCE);
    }
  }

  private KafkaSampleSource latest(Topics read) {
    InputSettings latest = InputSettings.of(read.input(), From.LATEST);
    return KafkaSampleSource.endless(kafka, latest, newName());
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
}
