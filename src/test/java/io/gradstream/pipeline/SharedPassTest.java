package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Learners side by side on one pass over a source. */
class SharedPassTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<BatchSettings> LEARNERS =
      List.of(Learners.SINGLE, Learners.batchesOf(7), Learners.batchesOf(64));

  private final AtomicInteger subscriptions = new AtomicInteger();
  private final AtomicInteger decoded = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {30, RecordChunk.USUAL_SIZE + 30})
  void run_severalLearners_leavesWhatEachLeavesAlone(int records) {
    SampleSource source = source(20, records);
    List<String> alone = LEARNERS.stream().map(batch -> outcome(batch, source).block()).toList();

    assertThat(sideBySide(source)).isEqualTo(alone);
  }

  @Test
  void run_severalLearners_readsAndDecodesOnce() {
    sideBySide(source(20, 30));

    assertThat(subscriptions).hasValue(1);
    assertThat(decoded).hasValue(20 * 30);
  }

  @Test
  void run_passesOverAll_readsTheFurtherOnesAlone() {
    SampleSource source = source(5, 30);
    BatchSettings passes = Learners.passes(3, 7);
    String alone = outcome(passes, source).block(PATIENCE);
    subscriptions.set(0);

    try (SharedPass pass = new SharedPass(source, 2)) {
      assertThat(together(pass, List.of(passes, Learners.SINGLE))).first().isEqualTo(alone);
    }
    assertThat(subscriptions).hasValue(3);
  }

  @Test
  void close_placeThatNobodyTook_keepsNobodyWaiting() {
    SampleSource source = source(20, 30);
    try (SharedPass pass = new SharedPass(source, 2)) {
      pass.place().close();

      assertThat(outcome(Learners.SINGLE, pass.place()).blockOptional(PATIENCE)).isPresent();
    }
  }

  private List<String> sideBySide(SampleSource source) {
    try (SharedPass pass = new SharedPass(source, LEARNERS.size())) {
      return together(pass, LEARNERS);
    }
  }

  private List<String> together(SharedPass pass, List<BatchSettings> learners) {
    return Flux.fromIterable(learners)
        .flatMapSequential(batch -> outcome(batch, pass.place()))
        .collectList()
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  /** What a learner is at the end, and why records were no samples. */
  private Mono<String> outcome(BatchSettings batch, SampleSource source) {
    Learner learner = Learners.learner(batch);
    List<String> rejected = new ArrayList<>();
    LearningListener listener =
        new LearningListener() {
          @Override
          public void rejected(DeadLetter letter) {
            rejected.add(letter.offset() + " " + letter.reason());
          }
        };
    return new LearningPipeline(
            learner, () -> this::decode, PipelineRuns.every(Long.MAX_VALUE), listener)
        .run(source, each -> Mono.empty(), Offsets.none())
        .then(Mono.fromSupplier(() -> described(learner) + rejected));
  }

  private static String described(Learner learner) {
    StringBuilder text = new StringBuilder().append(learner.counters().samples());
    learner
        .snapshot(Offsets.none(), Instant.EPOCH)
        .version()
        .parameters()
        .forEach((name, tensor) -> text.append(name).append(Arrays.toString(tensor.data())));
    return text.toString();
  }

  private void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    decoded.incrementAndGet();
    SampleDecoder numbers = Chunks.decoder();
    numbers.decode(record, batch);
  }

  private SampleSource source(int chunks, int records) {
    return from ->
        Flux.range(0, chunks)
            .map(chunk -> chunk(chunk, records))
            .doOnSubscribe(subscribed -> subscriptions.incrementAndGet());
  }

  private static RecordChunk chunk(int chunk, int records) {
    String[] values =
        IntStream.range(0, records)
            .mapToObj(i -> i % 11 == 3 ? "x" + i : "" + (chunk * 31 + i) % 17 / 17f)
            .toArray(String[]::new);
    return Chunks.at((long) chunk * records, values);
  }
}
