package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import io.gradstream.data.SampleLimits;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.batch.HeldDeadLetters;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import io.gradstream.version.VersionFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LearningPipelineTest extends PipelineRuns {
  @Test
  void run_boundedSource_publishesEverySoManyStepsAndAtTheEnd() {
    run(Learners.SINGLE, every(4), Chunks.at(0, numbers(10)));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(4L, 8L, 10L);
    assertThat(published).extracting(each -> each.version().version()).containsExactly(1L, 2L, 3L);
    assertThat(published).extracting(PipelineRuns::reached).containsExactly(4L, 8L, 10L);
  }

  @Test
  void run_eachVersion_hasItsFiguresBesideIt() {
    run(Learners.SINGLE, every(2), Chunks.at(0, "1", "x", "2", "0"));

    List<VersionFigures> figures =
        published.stream().map(each -> each.figures().orElseThrow()).toList();
    assertThat(figures).extracting(VersionFigures::version).containsExactly(1L, 2L);
    assertThat(figures).extracting(VersionFigures::samples).containsExactly(2L, 3L);
    assertThat(figures).extracting(VersionFigures::rejected).containsExactly(1L, 1L);
    assertThat(figures.get(1).metrics()).isEqualTo(published.get(1).version().metrics());
    double squares = 2 * figures.get(0).loss() + figures.get(1).loss();
    assertThat(figures.get(1).metrics().get("rmse"))
        .asInstanceOf(DOUBLE)
        .isCloseTo(Math.sqrt(squares / 3), within(1e-6));
  }

  @Test
  void run_samplesThatWeighNothing_areNoSteps() {
    String nothing = Chunks.WEIGHTLESS;

    run(Learners.SINGLE, every(1), Chunks.at(0, nothing, "1", nothing, "2", nothing, nothing));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(1L, 2L, 2L);
    assertThat(published).extracting(PipelineRuns::reached).containsExactly(2L, 4L, 6L);
  }

  @Test
  void run_onlySamplesThatWeighNothing_commitsTheirOffsetsAfterTheInterval() {
    String nothing = Chunks.WEIGHTLESS;
    StepVerifier.withVirtualTime(
            () -> running(Learners.SINGLE, every(100), endless(new String[] {nothing, nothing})))
        .expectSubscription()
        .thenAwait(Duration.ofMillis(1500))
        .then(() -> assertThat(published).extracting(PipelineRuns::reached).containsExactly(2L))
        .thenCancel()
        .verify();
  }

  @Test
  void run_partialBatchAtTheEnd_isLearned() {
    run(Learners.batchesOf(4), every(100), Chunks.at(0, numbers(6)));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(2L);
    assertThat(published).extracting(PipelineRuns::reached).containsExactly(6L);
  }

  @Test
  void run_records_areDecodedOnThreadsOfTheirOwn() {
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
    assertThat(decoding).containsExactly("decoder");
    assertThat(published).extracting(PipelineRuns::reached).containsExactly(4L);
  }

  @Test
  void run_quietStream_publishesWhatIsNewAfterTheInterval() {
    StepVerifier.withVirtualTime(() -> running(Learners.SINGLE, every(100), endless(numbers(3))))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(900))
        .then(() -> assertThat(published).isEmpty())
        .thenAwait(Duration.ofMillis(600))
        .then(() -> assertThat(published).extracting(PipelineRuns::reached).containsExactly(3L))
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
        .then(() -> assertThat(published).extracting(PipelineRuns::reached).containsExactly(2L))
        .then(committed::tryEmitEmpty)
        .thenAwait(Duration.ofMillis(1))
        .then(() -> assertThat(published).extracting(PipelineRuns::reached).containsExactly(2L, 9L))
        .thenCancel()
        .verify();
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
  void run_rejectedRecords_arePublishedWithTheOffsetsThatPassThem() {
    run(Learners.batchesOf(2), every(1), Chunks.at(0, "1", "bad", "2", "3", "worse", "4"));

    assertThat(published).extracting(this::rejected).containsExactly(List.of(1L), List.of(4L));
    assertThat(published).extracting(PipelineRuns::reached).containsExactly(3L, 6L);
  }

  @Test
  void run_nothingButRejectedRecords_publishesThemWithoutAStep() {
    List<String> garbage = Collections.nCopies(2 * HeldDeadLetters.MOST, "x");

    run(Learners.SINGLE, every(1), Chunks.at(0, garbage.toArray(String[]::new)));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(0L, 0L);
    assertThat(published).extracting(PipelineRuns::reached).containsExactly(1000L, 2000L);
  }

  @Test
  void run_moreRejectedThanManyOfASecond_publishesTheFirstAndCountsTheOthers() {
    List<DeadLetter> seen = new ArrayList<>();
    List<DeadLetter> counted = new ArrayList<>();
    LearningListener listener =
        new LearningListener() {
          @Override
          public void rejected(DeadLetter letter) {
            seen.add(letter);
          }

          @Override
          public void unpublished(DeadLetter letter) {
            counted.add(letter);
          }
        };
    Learner learner = Learners.learner(Learners.SINGLE);
    LearningPipeline pipeline = pipeline(learner, every(1), listener);

    run(pipeline, Flux.just(Chunks.written(0, new long[5000])));

    int most = new SampleLimits().deadLettersPerSecond();
    assertThat(published)
        .flatExtracting(Publication::deadLetters)
        .extracting(DeadLetter::offset)
        .containsExactlyElementsOf(LongStream.range(0, most).boxed().toList());
    assertThat(seen).hasSize(5000);
    assertThat(counted).hasSize(5000 - most).allMatch(letter -> letter.value() == null);
    assertThat(learner.counters().rejected()).isEqualTo(5000);
    assertThat(published).last().extracting(PipelineRuns::reached).isEqualTo(5000L);
  }

  @Test
  void run_sinkThatNeverCommits_stopsReadingBeforeRejectedRecordsFillTheMemory() {
    List<String> garbage = Collections.nCopies(5 * HeldDeadLetters.MOST, "x");
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
        .then(() -> assertThat(seen).hasSize(2 * HeldDeadLetters.MOST))
        .thenCancel()
        .verify();
  }

  /** A few hundred large ones are all the memory there is, long before they are many. */
  @ParameterizedTest
  @ValueSource(ints = {900_000, 50_000})
  void run_sinkThatNeverCommits_stopsReadingBeforeLargeRejectedRecordsFillTheMemory(int size) {
    String[] garbage = Collections.nCopies(900, "x".repeat(size)).toArray(String[]::new);
    AtomicLong held = new AtomicLong();
    LearningListener listener =
        new LearningListener() {
          @Override
          public void rejected(DeadLetter letter) {
            held.addAndGet(letter.bytes());
          }
        };
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(1), listener);
    long oneTooMany = 2 * (HeldDeadLetters.MOST_BYTES + 2L * size + 100);

    StepVerifier.withVirtualTime(() -> started(pipeline, endless(garbage), each -> Mono.never()))
        .expectSubscription()
        .thenAwait(Duration.ofHours(1))
        .then(() -> assertThat(held.get()).isBetween(2 * HeldDeadLetters.MOST_BYTES, oneTooMany))
        .thenCancel()
        .verify();
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
        .extracting(each -> each.version().offsets().skipped().of(Chunks.TOPIC, 0))
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

  private List<Long> rejected(Publication publication) {
    return publication.deadLetters().stream().map(DeadLetter::offset).toList();
  }
}
