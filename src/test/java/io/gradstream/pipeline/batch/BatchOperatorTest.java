package io.gradstream.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.MiniBatch;
import io.gradstream.pipeline.Chunks;
import io.gradstream.pipeline.Learners;
import io.gradstream.pipeline.chunk.ReadAhead;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.OffsetRuns;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class BatchOperatorTest {
  private static final Duration WAIT = Duration.ofMillis(100);

  @Test
  void batches_countReached_areCutInsideChunksAndTheRestGoesAtTheEnd() {
    Flux<RecordChunk> source =
        Flux.just(Chunks.at(0, "1", "2", "3", "4", "5"), Chunks.at(5, "6", "7"));

    StepVerifier.create(batched(source, 3, Optional.empty()))
        .expectNext("1 2 3 @3", "4 5 6 @6", "7 @7")
        .verifyComplete();
  }

  @Test
  void batches_noSample_areNeverSent() {
    StepVerifier.withVirtualTime(() -> batched(Flux.never(), 3, Optional.of(WAIT)))
        .expectSubscription()
        .expectNoEvent(Duration.ofHours(1))
        .thenCancel()
        .verify();
    StepVerifier.create(batched(Flux.empty(), 3, Optional.empty())).verifyComplete();
  }

  @Test
  void batches_maxWaitPassed_goWithWhatHasCome() {
    StepVerifier.withVirtualTime(
            () -> batched(endless(Chunks.at(0, "1", "2")), 3, Optional.of(WAIT)))
        .expectSubscription()
        .expectNoEvent(WAIT.minusMillis(1))
        .thenAwait(Duration.ofMillis(1))
        .expectNext("1 2 @2")
        .expectNoEvent(Duration.ofHours(1))
        .thenCancel()
        .verify();
  }

  @Test
  void batches_noMaxWait_waitUntilFull() {
    StepVerifier.withVirtualTime(() -> batched(endless(Chunks.at(0, "1")), 3, Optional.empty()))
        .expectSubscription()
        .expectNoEvent(Duration.ofDays(1))
        .thenCancel()
        .verify();
  }

  @Test
  void batches_laterSamples_doNotExtendTheWaitOfTheFirst() {
    StepVerifier.withVirtualTime(
            () ->
                batched(
                    Flux.interval(Duration.ZERO, Duration.ofMillis(60))
                        .map(tick -> Chunks.at(tick, "" + tick)),
                    9,
                    Optional.of(WAIT)))
        .expectSubscription()
        .expectNoEvent(WAIT)
        .expectNext("0 1 @2")
        .thenCancel()
        .verify();
  }

  @Test
  void batches_withoutDemand_askForOneChunkAndKeepTheDueBatch() {
    AtomicLong asked = new AtomicLong();
    StepVerifier.withVirtualTime(
            () ->
                batched(
                    endless(Chunks.at(0, "1", "2", "3")).doOnRequest(asked::addAndGet),
                    2,
                    Optional.of(WAIT)),
            1)
        .expectNext("1 2 @2")
        .expectNoEvent(Duration.ofHours(1))
        .thenRequest(1)
        .expectNext("3 @3")
        .thenCancel()
        .verify();
    assertThat(asked).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void batches_rejectedRecords_travelWithTheSamplesAroundThem() {
    Flux<RecordChunk> source = Flux.just(Chunks.at(7, "1", "x", "2", "y", "3", "4"));

    StepVerifier.create(batched(source, 2, Optional.empty()))
        .expectNext("1 2 @10 rejected [8]", "3 4 @13 rejected [10]")
        .verifyComplete();
  }

  @Test
  void batches_onlyRejectedRecords_goWithoutWaiting() {
    StepVerifier.create(batched(endless(Chunks.at(0, "x", "y")), 2, Optional.empty()))
        .expectNext("@2 rejected [0, 1]")
        .thenCancel()
        .verify();
  }

  @Test
  void batches_manyRejectedRecords_areCutWhereverTheSamplesStand() {
    List<String> values = new ArrayList<>(List.of("1"));
    values.addAll(Collections.nCopies(HeldDeadLetters.MOST + 1, "x"));
    Flux<RecordChunk> source = endless(Chunks.at(0, values.toArray(String[]::new)));

    StepVerifier.create(batched(source, 5, Optional.empty()))
        .expectNextMatches(batch -> batch.startsWith("1 @" + (HeldDeadLetters.MOST + 1)))
        .expectNextMatches(batch -> batch.startsWith("@" + (HeldDeadLetters.MOST + 2)))
        .thenCancel()
        .verify();
  }

  /** A step over late samples is over four times as many here. */
  @Test
  void batches_ofLateRecords_areLargerUpToTheLast() {
    RecordChunk numbers = Chunks.at(0, "1", "2", "3", "4", "5", "6", "7", "8", "9");

    StepVerifier.create(batched(endless(Chunks.late(numbers, 6)), 1, Optional.empty()))
        .expectNext("1 2 3 4 @4", "5 6 7 @7", "8 @8", "9 @9")
        .thenCancel()
        .verify();
  }

  @Test
  void batches_goingOnAmidLateRecords_areLargerToo() {
    OffsetRuns late =
        OffsetRuns.none()
            .with(Chunks.TOPIC, 0, new OffsetRange(0, 2))
            .with(Chunks.TOPIC, 0, new OffsetRange(3, 8));
    Offsets from = Offsets.none().with(Chunks.TOPIC, 0, 1).with(OffsetRuns.none(), late);

    StepVerifier.create(
            batched(
                endless(Chunks.at(1, "2", "3", "4", "5", "6", "7", "8", "9")),
                1,
                Chunks.decoder(),
                Optional.empty(),
                from))
        .expectNext("2 3 @3", "4 5 6 7 @7", "8 9 @9")
        .thenCancel()
        .verify();
  }

  @Test
  void batches_failingSource_failAtOnce() {
    TestPublisher<RecordChunk> source = TestPublisher.create();

    StepVerifier.create(batched(source.flux(), 5, Optional.empty()))
        .then(() -> source.next(Chunks.at(0, "1")).error(new IllegalStateException("gone")))
        .verifyErrorMessage("gone");
  }

  @Test
  void batches_decoderThatBreaksBehindWhatWasDecodedAhead_fail() {
    SampleDecoder broken =
        (record, batch) -> {
          if (record[0] == '3') {
            throw new IllegalStateException("broken");
          }
          Chunks.decoder().decode(record, batch);
        };

    StepVerifier.create(batched(endless(Chunks.at(0, "1", "2", "3")), 1, broken, Optional.empty()))
        .expectNext("1 @1", "2 @2")
        .verifyErrorMessage("broken");
  }

  private static Flux<RecordChunk> endless(RecordChunk chunk) {
    return Flux.just(chunk).concatWith(Flux.never());
  }

  private static Flux<String> batched(
      Flux<RecordChunk> source, int size, Optional<Duration> maxWait) {
    return batched(source, size, Chunks.decoder(), maxWait);
  }

  private static Flux<String> batched(
      Flux<RecordChunk> source, int size, SampleDecoder decoder, Optional<Duration> maxWait) {
    return batched(source, size, decoder, maxWait, Offsets.none());
  }

  private static Flux<String> batched(
      Flux<RecordChunk> source,
      int size,
      SampleDecoder decoder,
      Optional<Duration> maxWait,
      Offsets from) {
    ReadAhead ahead = new ReadAhead(() -> decoder, () -> new MiniBatch(Learners.SCHEMA, 2));
    return new BatchOperator(
            source.map(ahead::decode),
            () -> new Batch(new MiniBatch(Learners.SCHEMA, 4 * size), size, 1),
            ahead::giveBack,
            maxWait,
            Schedulers.parallel(),
            from,
            new Gate())
        .map(BatchOperatorTest::described);
  }

  /** {@code 1 2 @3 rejected [1]}: the samples, the next offset, the offsets rejected. */
  private static String described(Batch batch) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < batch.samples().rows(); row++) {
      text.append((int) batch.samples().features()[row]).append(' ');
    }
    text.append('@').append(batch.positions().snapshot().next(Chunks.TOPIC, 0).orElse(-1));
    if (!batch.rejected().isEmpty()) {
      text.append(" rejected ")
          .append(
              Arrays.toString(batch.rejected().stream().mapToLong(DeadLetter::offset).toArray()));
    }
    return text.toString();
  }
}
