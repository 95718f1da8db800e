package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.offset;

import io.gradstream.codec.VersionFormat;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LearningPipelineTest {
  private final List<Publication> published = new ArrayList<>();
  private final List<LearningPipeline> running = new ArrayList<>();
  private final VersionSink sink = each -> Mono.fromRunnable(() -> published.add(each));

  @Test
  void run_boundedSource_publishesEverySoManyStepsAndAtTheEnd() {
    run(Learners.SINGLE, every(4), Chunks.at(0, numbers(10)));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(4L, 8L, 10L);
    assertThat(published).extracting(each -> each.version().version()).containsExactly(1L, 2L, 3L);
    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(4L, 8L, 10L);
  }

  @Test
  void run_samplesThatWeighNothing_areNoSteps() {
    String nothing = Chunks.WEIGHTLESS;

    run(Learners.SINGLE, every(1), Chunks.at(0, nothing, "1", nothing, "2", nothing, nothing));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(1L, 2L, 2L);
    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(2L, 4L, 6L);
  }

  @Test
  void run_onlySamplesThatWeighNothing_commitsTheirOffsetsAfterTheInterval() {
    String nothing = Chunks.WEIGHTLESS;
    StepVerifier.withVirtualTime(
            () -> running(Learners.SINGLE, every(100), endless(new String[] {nothing, nothing})))
        .expectSubscription()
        .thenAwait(Duration.ofMillis(1500))
        .then(
            () ->
                assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(2L))
        .thenCancel()
        .verify();
  }

  @Test
  void run_partialBatchAtTheEnd_isLearned() {
    run(Learners.batchesOf(4), every(100), Chunks.at(0, numbers(6)));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(2L);
    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(6L);
  }

  @Test
  void run_records_areDecodedOnTheThreadThatReadsThem() {
    Set<String> decoding = ConcurrentHashMap.newKeySet();
    SampleDecoder watched =
        (record, batch) -> {
          decoding.add(Thread.currentThread().getName().replaceAll("-\\d+", ""));
          Chunks.decoder().decode(record, batch);
        };
    LearningPipeline pipeline =
        new LearningPipeline(
            Learners.learner(Learners.SINGLE),
            () -> watched,
            every(100),
            new LearningListener() {});
    Scheduler reader = Schedulers.newSingle("reader");

    run(pipeline, Flux.just(Chunks.at(0, numbers(3)), Chunks.at(3, "1")).subscribeOn(reader));

    reader.dispose();
    assertThat(decoding).containsExactly("reader");
    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(4L);
  }

  @Test
  void run_quietStream_publishesWhatIsNewAfterTheInterval() {
    StepVerifier.withVirtualTime(() -> running(Learners.SINGLE, every(100), endless(numbers(3))))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(900))
        .then(() -> assertThat(published).isEmpty())
        .thenAwait(Duration.ofMillis(600))
        .then(
            () ->
                assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(3L))
        .thenAwait(Duration.ofHours(1))
        .then(() -> assertThat(published).hasSize(1))
        .thenCancel()
        .verify();
  }

  @Test
  void run_whileAVersionIsBeingPublished_learnsOnAndPublishesTheNewestNext() {
    Sinks.Empty<Void> committed = Sinks.empty();
    VersionSink slow = each -> sink.publish(each).then(committed.asMono());
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(2));

    StepVerifier.withVirtualTime(() -> started(pipeline, endless(numbers(9)), slow))
        .expectSubscription()
        .thenAwait(Duration.ofMillis(1))
        .then(
            () ->
                assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(2L))
        .then(committed::tryEmitEmpty)
        .thenAwait(Duration.ofMillis(1))
        .then(
            () ->
                assertThat(published)
                    .extracting(LearningPipelineTest::reached)
                    .containsExactly(2L, 9L))
        .thenCancel()
        .verify();
  }

  @Test
  void stop_insideABatch_publishesTheWholeOnesAndLeavesTheRestUnread() {
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.batchesOf(3)), every(100));

    StepVerifier.withVirtualTime(() -> started(pipeline, endless(numbers(5)), sink))
        .expectSubscription()
        .thenAwait(Duration.ofMillis(1))
        .then(pipeline::stop)
        .thenAwait(Duration.ofMillis(1))
        .verifyComplete();

    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(3L);
  }

  @Test
  void stop_insideAChunk_leavesTheRestOfItUnread() {
    LearningListener stopAtThree =
        new LearningListener() {
          private int learned;

          @Override
          public void learned(StepResult result) {
            if (++learned == 3) {
              running.forEach(LearningPipeline::stop);
            }
          }
        };
    running.add(pipeline(Learners.learner(Learners.SINGLE), every(100), stopAtThree));

    run(running.get(0), endless(numbers(9)));

    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(3L);
  }

  @Test
  void run_longChunk_publishesInsideItAfterTheInterval() {
    LearningListener stopAtFirstVersion =
        new LearningListener() {
          @Override
          public void published(ModelVersion version) {
            running.forEach(LearningPipeline::stop);
          }
        };
    Learner learner = Learners.learner(Learners.SINGLE);
    running.add(pipeline(learner, every(Long.MAX_VALUE), stopAtFirstVersion));

    run(running.get(0), Flux.just(Chunks.endless("1")));

    assertThat(published).isNotEmpty();
  }

  @Test
  void stop_afterTheEnd_doesNothing() {
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(100));
    run(pipeline, Flux.just(Chunks.at(0, "1")));

    assertThatCode(pipeline::stop).doesNotThrowAnyException();
  }

  @Test
  void stop_sourceThatAlwaysHasMore_completes() {
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(1_000_000));
    Flux<RecordChunk> inexhaustible = Flux.generate(next -> next.next(Chunks.at(0, numbers(9))));
    VersionSink stopping = each -> Mono.fromRunnable(() -> published.add(each));

    StepVerifier.create(pipeline.run(from -> inexhaustible, stopping, Offsets.none()).then())
        .expectSubscription()
        .then(pipeline::stop)
        .expectComplete()
        .verify(Duration.ofSeconds(10));
  }

  @Test
  void stop_sourceThatWaitsUninterruptibly_completes() {
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(1_000_000));
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    InputStream before = System.in;
    System.setIn(new Terminal(reading, end));
    try {
      StepVerifier.create(
              pipeline.run(
                  new FileSampleSource(SampleFile.of("-", new JsonFormat().framing()), 1),
                  sink,
                  Offsets.none()))
          .expectSubscription()
          .then(() -> Terminal.await(reading))
          .then(pipeline::stop)
          .expectComplete()
          .verify(Duration.ofSeconds(10));
    } finally {
      System.setIn(before);
      end.countDown();
    }
  }

  @Test
  void run_rejectedRecords_arePublishedWithTheOffsetsThatPassThem() {
    run(Learners.batchesOf(2), every(1), Chunks.at(0, "1", "bad", "2", "3", "worse", "4"));

    assertThat(published).extracting(this::rejected).containsExactly(List.of(1L), List.of(4L));
    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(3L, 6L);
  }

  @Test
  void run_nothingButRejectedRecords_publishesThemWithoutAStep() {
    List<String> garbage = Collections.nCopies(2 * Batch.MOST_REJECTED, "x");

    run(Learners.SINGLE, every(1), Chunks.at(0, garbage.toArray(String[]::new)));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(0L, 0L);
    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(1000L, 2000L);
  }

  @Test
  void run_sinkThatNeverCommits_stopsReadingBeforeRejectedRecordsFillTheMemory() {
    List<String> garbage = Collections.nCopies(5 * Batch.MOST_REJECTED, "x");
    List<DeadLetter> seen = new ArrayList<>();
    LearningListener listener =
        new LearningListener() {
          @Override
          public void rejected(DeadLetter letter) {
            seen.add(letter);
          }
        };
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(1), listener);

    StepVerifier.withVirtualTime(
            () -> started(pipeline, endless(garbage.toArray(String[]::new)), each -> Mono.never()))
        .expectSubscription()
        .thenAwait(Duration.ofHours(1))
        .then(() -> assertThat(seen).hasSize(2 * Batch.MOST_REJECTED))
        .thenCancel()
        .verify();
  }

  @Test
  void run_full_takesOneStepAPassOverTheGradientOfTheWholeInput() {
    Learner chunked = Learners.learner(Learners.passes(3, 2));
    Learner whole = Learners.learner(Learners.batchesOf(5));

    run(chunked, every(100), Chunks.at(0, numbers(5)));
    for (int epoch = 0; epoch < 3; epoch++) {
      run(whole, every(100), Chunks.at(0, numbers(5)));
    }

    Publication last = published.get(0);
    assertThat(last.version().step()).isEqualTo(3);
    assertThat(last.version().samples()).isEqualTo(5);
    assertThat(reached(last)).isEqualTo(5);
    assertThat(weight(last)).isCloseTo(weight(published.get(3)), offset(1e-6f));
  }

  @Test
  void run_fullGoneOn_passesOverWhatTheFirstPassSawAndNoMore() {
    Learner undisturbed = Learners.learner(Learners.passes(3, 2));
    Learner stopped = Learners.learner(Learners.passes(1, 2));
    Learner resumed = Learners.learner(Learners.passes(3, 2));

    run(undisturbed, every(100), Chunks.at(0, numbers(5)));
    run(stopped, every(100), Chunks.at(0, numbers(5)));
    Publication first = published.get(1);
    resumed.restore(
        new Snapshot(
            first.version(),
            new Checkpoint(
                1,
                published.get(0).checkpoint().configuration(),
                first.checkpoint().tensors(),
                first.checkpoint().numbers())));
    pipeline(resumed, every(100))
        .run(from -> Flux.just(Chunks.at(0, numbers(9))), sink, first.version().offsets())
        .blockLast(Duration.ofSeconds(10));

    assertThat(weight(published.get(2))).isEqualTo(weight(published.get(0)));
    assertThat(reached(published.get(2))).isEqualTo(5);
  }

  @Test
  void stop_insideTheFirstPass_publishesNothing() {
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.passes(2, 2)), every(1));

    StepVerifier.withVirtualTime(() -> started(pipeline, endless("1", "bad", "2", "0"), sink))
        .expectSubscription()
        .thenAwait(Duration.ofHours(1))
        .then(pipeline::stop)
        .thenAwait(Duration.ofMillis(1))
        .verifyComplete();

    assertThat(published).isEmpty();
  }

  @Test
  void run_fullWithManyRejectedRecords_publishesThemOnceAndAtTheEndOfThePass() {
    List<String> records = new ArrayList<>(List.of("1", "2"));
    records.addAll(Collections.nCopies(3 * Batch.MOST_REJECTED, "x"));

    run(Learners.passes(3, 2), every(1), Chunks.at(0, records.toArray(String[]::new)));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(1L, 2L, 3L);
    assertThat(published)
        .extracting(each -> each.deadLetters().size())
        .containsExactly(3 * Batch.MOST_REJECTED, 0, 0);
  }

  @Test
  void run_goneOn_keepsTheOffsetsOfPartitionsThatNothingHasComeOf() {
    Offsets from = Offsets.none().with(Chunks.TOPIC, 0, 3);

    pipeline(Learners.learner(Learners.SINGLE), every(100))
        .run(start -> Flux.just(Chunks.of(1, 0, "1", "2")), sink, from)
        .blockLast(Duration.ofSeconds(10));

    assertThat(published)
        .extracting(each -> each.version().offsets())
        .containsExactly(from.with(Chunks.TOPIC, 1, 2));
  }

  @Test
  void run_failingSink_fails() {
    VersionSink broken = each -> Mono.error(new IllegalStateException("no broker"));
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(1));

    StepVerifier.create(pipeline.run(from -> Flux.just(Chunks.at(0, "1")), broken, Offsets.none()))
        .verifyErrorMessage("no broker");
  }

  @Test
  void run_recordsThatWereGone_areInTheNextVersionsOffsets() {
    Flux<RecordChunk> source =
        Flux.just(
            Chunks.at(0, numbers(3)),
            Chunks.gone(3, 7),
            Chunks.at(8, numbers(2)),
            Chunks.gone(10, 20));

    run(pipeline(Learners.learner(Learners.batchesOf(4)), every(1)), source);

    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(9L, 20L);
    assertThat(published)
        .extracting(each -> each.version().offsets().skipped(Chunks.TOPIC, 0))
        .containsExactly(
            List.of(new OffsetRange(3, 7)),
            List.of(new OffsetRange(3, 7), new OffsetRange(10, 20)));
  }

  @Test
  void run_nothingButRecordsThatWereGone_isAVersionAllTheSame() {
    run(pipeline(Learners.learner(Learners.SINGLE), every(1)), Flux.just(Chunks.gone(5, 9)));

    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(9L);
  }

  @Test
  void run_versionWantedWhole_comesAgainUnderItsNumberAndWithAllDeadLetters() {
    List<Publication> lost = new ArrayList<>();
    VersionSink losesTheFirst =
        each -> lost.isEmpty() ? wantedWhole(each, lost) : sink.publish(each);
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(2));
    Flux<RecordChunk> source = Flux.just(Chunks.at(0, "1", "no", "2", "3"), Chunks.at(4, "nor"));

    pipeline.run(from -> source, losesTheFirst, Offsets.none()).blockLast(Duration.ofSeconds(10));

    assertThat(lost).extracting(each -> each.version().version()).containsExactly(1L);
    assertThat(published.get(0).version().version()).isEqualTo(1);
    assertThat(published).flatExtracting(this::rejected).containsExactly(1L, 4L);
    assertThat(reached(published.get(published.size() - 1))).isEqualTo(5);
  }

  @Test
  void run_lastVersionWantedWhole_endsBehindItsSuccessor() {
    List<Publication> lost = new ArrayList<>();
    VersionSink losesTheFirst =
        each -> lost.isEmpty() ? wantedWhole(each, lost) : sink.publish(each);
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(100));

    pipeline
        .run(from -> Flux.just(Chunks.at(0, numbers(3))), losesTheFirst, Offsets.none())
        .blockLast(Duration.ofSeconds(10));

    assertThat(lost).hasSize(1);
    assertThat(published).extracting(each -> each.version().version()).containsExactly(1L);
    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(3L);
  }

  private static Mono<Void> wantedWhole(Publication publication, List<Publication> lost) {
    lost.add(publication);
    return Mono.error(new WholeVersionWantedException("the topic was deleted"));
  }

  @Test
  void run_versionWantedOfAQuietStream_isTheSameAgain() {
    List<Runnable> wanting = new ArrayList<>();
    VersionSink wants =
        new VersionSink() {
          @Override
          public Mono<Void> publish(Publication publication) {
            return sink.publish(publication);
          }

          @Override
          public void onWanted(Runnable action) {
            wanting.add(action);
          }
        };
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(3));

    StepVerifier.withVirtualTime(() -> started(pipeline, endless(numbers(3)), wants))
        .expectSubscription()
        .thenAwait(Duration.ofMillis(1))
        .then(() -> wanting.forEach(Runnable::run))
        .thenAwait(Duration.ofMillis(1))
        .thenCancel()
        .verify();

    assertThat(published).extracting(each -> each.version().version()).containsExactly(1L, 2L);
    assertThat(published).extracting(LearningPipelineTest::reached).containsExactly(3L, 3L);
  }

  private static long reached(Publication publication) {
    return publication.version().offsets().next(Chunks.TOPIC, 0).orElse(-1);
  }

  private static float weight(Publication publication) {
    return Objects.requireNonNull(publication.version().parameters().get("0.weight")).data()[0];
  }

  private List<Long> rejected(Publication publication) {
    return publication.deadLetters().stream().map(DeadLetter::offset).toList();
  }

  private static String[] numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "" + i % 3).toArray(String[]::new);
  }

  private static PublishSettings every(long steps) {
    return new PublishSettings(Optional.empty(), VersionFormat.JSON, steps, Duration.ofSeconds(1));
  }

  private static Flux<RecordChunk> endless(String... values) {
    return Flux.just(Chunks.at(0, values)).concatWith(Flux.never());
  }

  private void run(BatchSettings batch, PublishSettings publish, RecordChunk chunk) {
    run(Learners.learner(batch), publish, chunk);
  }

  private void run(Learner learner, PublishSettings publish, RecordChunk chunk) {
    run(pipeline(learner, publish), Flux.just(chunk));
  }

  private void run(LearningPipeline pipeline, Flux<RecordChunk> source) {
    pipeline.run(from -> source, sink, Offsets.none()).blockLast(Duration.ofSeconds(10));
  }

  private Mono<Void> running(
      BatchSettings batch, PublishSettings publish, Flux<RecordChunk> source) {
    return started(pipeline(Learners.learner(batch), publish), source, sink);
  }

  private static LearningPipeline pipeline(Learner learner, PublishSettings publish) {
    return pipeline(learner, publish, new LearningListener() {});
  }

  private static LearningPipeline pipeline(
      Learner learner, PublishSettings publish, LearningListener listener) {
    return new LearningPipeline(learner, Chunks::decoder, publish, listener);
  }

  private static Mono<Void> started(
      LearningPipeline pipeline, Flux<RecordChunk> source, VersionSink sink) {
    return pipeline
        .run(from -> source, sink, Offsets.none(), Schedulers.newSingle("learner"))
        .then();
  }

  /** A standard input that nobody types at, and that no interruption wakes. */
  private static final class Terminal extends InputStream {
    private final CountDownLatch reading;
    private final CountDownLatch end;

    Terminal(CountDownLatch reading, CountDownLatch end) {
      this.reading = reading;
      this.end = end;
    }

    @Override
    public int read() {
      reading.countDown();
      await(end);
      return -1;
    }

    static void await(CountDownLatch latch) {
      while (latch.getCount() > 0) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          // goes on waiting, as a native read does
        }
      }
    }
  }
}
