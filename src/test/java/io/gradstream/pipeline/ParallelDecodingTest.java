package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.chunk.DecodedChunk;
import io.gradstream.pipeline.chunk.ReadAhead;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.RetriableDecodingException;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Chunks that are decoded by several threads at once, and learned as if by one. */
class ParallelDecodingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CHUNKS = 200;

  private final List<Threads> started = new ArrayList<>();

  @AfterEach
  void dispose() {
    started.forEach(Threads::dispose);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void run_severalThreads_leavesWhatOneDoes(int decoders) {
    for (BatchSettings batch :
        List.of(Learners.SINGLE, Learners.batchesOf(7), Learners.passes(3, 7))) {
      assertThat(outcome(batch, decoders)).isEqualTo(outcome(batch, 1));
    }
  }

  @Test
  void decoded_firstChunkTakesLongest_goesFirst() {
    CountDownLatch second = new CountDownLatch(1);
    SampleDecoder decoder =
        (record, batch) -> {
          if (record[0] == '1') {
            await(second);
          }
          Chunks.decoder().decode(record, batch);
          second.countDown();
        };

    List<Long> offsets =
        decoded(decoder, 2, Flux.just(Chunks.at(0, "1"), Chunks.at(1, "2"), Chunks.at(2, "3")));

    assertThat(offsets).containsExactly(0L, 1L, 2L);
  }

  @Test
  void decoded_threadsAtWork_shareNoDecoder() {
    List<Thread> usedByTwo = Collections.synchronizedList(new ArrayList<>());

    decodedBy(() -> new Guarded(usedByTwo), 8, Flux.fromIterable(chunks())).blockLast(PATIENCE);

    assertThat(usedByTwo).isEmpty();
  }

  @Test
  void run_recordThatCannotBeDecoded_failsBehindThoseBeforeIt() {
    SampleDecoder decoder =
        (record, batch) -> {
          if (record[0] == '!') {
            throw new RetriableDecodingException(new IOException("away"));
          }
          Chunks.decoder().decode(record, batch);
        };
    List<Integer> learned = new ArrayList<>();
    Flux<RecordChunk> source =
        Flux.just(Chunks.at(0, "1", "2"), Chunks.at(2, "3", "!", "4"), Chunks.at(5, "5", "!"));

    assertThatThrownBy(() -> learn(Learners.SINGLE, decoder, 8, source, learned).block(PATIENCE))
        .hasMessage("away");
    assertThat(learned).hasSize(3);
  }

  @Test
  void cancel_whileAChunkIsDecoded_endsItsThread() throws InterruptedException {
    CompletableFuture<Thread> busy = new CompletableFuture<>();
    SampleDecoder endless =
        (record, batch) -> {
          busy.complete(Thread.currentThread());
          await(new CountDownLatch(1));
        };
    LearningPipeline pipeline =
        new LearningPipeline(
            Learners.learner(Learners.SINGLE),
            () -> endless,
            PipelineRuns.every(1),
            new LearningListener() {});
    Disposable running =
        pipeline
            .run(from -> PipelineRuns.endless("1"), each -> Mono.empty(), Offsets.none())
            .subscribe();
    Thread decoding = busy.join();

    running.dispose();

    decoding.join(PATIENCE.toMillis());
    assertThat(decoding.isAlive()).isFalse();
  }

  @Test
  void run_nobodyLearns_readsNoFurtherThanAFewChunks() {
    List<RecordChunk> read = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch most = new CountDownLatch(ReadAhead.CHUNKS);
    Flux<RecordChunk> source =
        Flux.fromIterable(chunks())
            .doOnNext(
                chunk -> {
                  read.add(chunk);
                  most.countDown();
                });

    decodedBy(Chunks::decoder, 8, source)
        .as(chunks -> StepVerifier.create(chunks, 0))
        .expectSubscription()
        .then(() -> await(most))
        .thenCancel()
        .verify(PATIENCE);

    assertThat(read).hasSize(ReadAhead.CHUNKS);
  }

  /** The last parameters and the dead letters of a run over all chunks, as a text. */
  private String outcome(BatchSettings batch, int decoders) {
    StringBuilder rejected = new StringBuilder();
    LearningListener listener =
        new LearningListener() {
          @Override
          public void rejected(DeadLetter letter) {
            rejected.append(letter.offset()).append(' ').append(letter.reason()).append('\n');
          }
        };
    Learner learner = Learners.learner(batch);
    new LearningPipeline(learner, Chunks::decoder, PipelineRuns.every(50), listener)
        .run(
            from -> Flux.fromIterable(chunks()),
            each -> Mono.empty(),
            Offsets.none(),
            started(decoders))
        .blockLast(PATIENCE);
    Snapshot end = learner.snapshot(Offsets.none(), Instant.EPOCH);
    end.version()
        .parameters()
        .forEach((name, tensor) -> rejected.append(name).append(Arrays.toString(tensor.data())));
    return rejected.append(end.version().samples()).toString();
  }

  private Mono<Void> learn(
      BatchSettings batch,
      SampleDecoder decoder,
      int decoders,
      Flux<RecordChunk> source,
      List<Integer> learned) {
    LearningPipeline pipeline =
        new LearningPipeline(
            Learners.learner(batch),
            () -> decoder,
            PipelineRuns.every(1),
            new LearningListener() {
              @Override
              public void learned(StepResult result) {
                learned.add(result.rows());
              }
            });
    return pipeline
        .run(from -> source, each -> Mono.empty(), Offsets.none(), started(decoders))
        .then();
  }

  private List<Long> decoded(SampleDecoder decoder, int threads, Flux<RecordChunk> source) {
    return decodedBy(() -> decoder, threads, source)
        .map(chunk -> chunk.records().offset(0))
        .collectList()
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  private Flux<DecodedChunk> decodedBy(
      Supplier<SampleDecoder> decoders, int threads, Flux<RecordChunk> source) {
    return new ReadAhead(decoders, () -> new MiniBatch(Learners.SCHEMA, 20))
        .decoded(source, started(threads).decoders());
  }

  private Threads started(int decoders) {
    Threads threads = Threads.of(decoders);
    started.add(threads);
    return threads;
  }

  /** Of different lengths, with numbers and others among them. */
  private static List<RecordChunk> chunks() {
    Random random = new Random(7);
    List<RecordChunk> chunks = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < CHUNKS; i++) {
      String[] values =
          IntStream.range(0, 1 + random.nextInt(30))
              .mapToObj(each -> random.nextInt(9) == 0 ? "x" + each : "" + random.nextFloat())
              .toArray(String[]::new);
      chunks.add(Chunks.at(offset, values));
      offset += values.length;
    }
    return chunks;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    }
  }

  /** A decoder that notices when two threads use it. */
  private static final class Guarded implements SampleDecoder {
    private final List<Thread> usedByTwo;
    private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();

    Guarded(List<Thread> usedByTwo) {
      this.usedByTwo = usedByTwo;
    }

    @Override
    public void decode(byte[] record, MiniBatch batch) throws RejectedSample {
      if (!user.compareAndSet(null, Thread.currentThread())) {
        usedByTwo.add(Thread.currentThread());
      }
      try {
        Chunks.decoder().decode(record, batch);
      } finally {
        user.set(null);
      }
    }
  }
}
