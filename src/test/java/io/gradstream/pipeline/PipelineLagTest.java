package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.VersionFormat;
import io.gradstream.learn.BatchSettings;
import io.gradstream.pipeline.batch.HeldDeadLetters;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** How far a pipeline is behind, and what it makes of a source that is lost. */
class PipelineLagTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final PublishSettings EVERY_STEP =
      new PublishSettings(
          Optional.empty(), VersionFormat.JSON, 1, Duration.ofSeconds(1), Optional.empty(), true);

  private final List<Publication> published = new ArrayList<>();
  private final List<Lag> lags = new ArrayList<>();
  private final VersionSink sink = each -> Mono.fromRunnable(() -> published.add(each));

  @Test
  void lag_isWhatIsUnreadAndWhatNoVersionHas() {
    Sinks.Empty<Void> committed = Sinks.empty();
    VersionSink slow = each -> sink.publish(each).then(committed.asMono());
    LearningPipeline pipeline = pipeline(Learners.SINGLE);
    Source source = new Source(Flux.just(Chunks.at(7, "1", "x", "0")).concatWith(Flux.never()));
    source.unread = lag(0, 10, 1, 4);

    StepVerifier.withVirtualTime(() -> started(pipeline, source, slow))
        .expectSubscription()
        .thenAwait(Duration.ofMillis(1))
        .then(() -> assertThat(pipeline.lag()).as("one on its way").isEqualTo(lag(0, 13, 1, 4)))
        .then(committed::tryEmitEmpty)
        .thenAwait(Duration.ofSeconds(2))
        .then(() -> assertThat(pipeline.lag()).as("all public").isEqualTo(lag(0, 10, 1, 4)))
        .thenCancel()
        .verify();
  }

  @Test
  void lag_inFullMode_isNothingOnceAPassIsPublic() {
    LearningPipeline pipeline = pipeline(Learners.passes(3, 2));
    Source source = new Source(Flux.just(Chunks.at(0, "1", "2", "0")));
    source.unread = lag(0, 5, 1, 1);
    VersionSink watching = each -> sink.publish(each).doOnSuccess(done -> lags.add(pipeline.lag()));

    pipeline.run(source, watching, Offsets.none()).blockLast(PATIENCE);

    assertThat(lags).containsExactly(lag(0, 8, 1, 1), lag(0, 0, 1, 0), lag(0, 0, 1, 0));
  }

  @Test
  void lag_inFullModeGoneOn_isNothing() {
    LearningPipeline pipeline = pipeline(Learners.passes(2, 2));
    Source source = new Source(Flux.just(Chunks.at(0, "1", "2", "0")));
    source.unread = lag(0, 5, 1, 1);
    VersionSink watching = each -> sink.publish(each).doOnSuccess(done -> lags.add(pipeline.lag()));

    pipeline.run(source, watching, Offsets.none().with(Chunks.TOPIC, 0, 2)).blockLast(PATIENCE);

    assertThat(lags).containsOnly(lag(0, 0, 1, 0));
  }

  @Test
  void run_offsetsWithTopicIds_keepsThem() {
    Offsets from = Offsets.none().withTopicId(Chunks.TOPIC, "a").withTopicId("earlier", "b");
    for (BatchSettings batch : List.of(Learners.SINGLE, Learners.passes(2, 2))) {
      pipeline(batch)
          .run(new Source(Flux.just(Chunks.at(0, "1", "2"))), sink, from)
          .blockLast(PATIENCE);
    }

    assertThat(published)
        .extracting(each -> each.version().offsets().topicIds())
        .hasSizeGreaterThan(2)
        .containsOnly(from.topicIds());
  }

  @Test
  void run_failingWhileItsSourceIsLost_failsWithTheLoss() {
    VersionSink broken = each -> Mono.error(new IllegalStateException("refused"));
    Source source = new Source(Flux.just(Chunks.at(0, "1", "2")));
    source.loss = Optional.of(new IllegalStateException("made anew"));

    StepVerifier.create(pipeline(Learners.SINGLE).run(source, broken, Offsets.none()))
        .verifyErrorMessage("made anew");
  }

  @Test
  void run_sourceThatFailsWhileNothingIsPublished_doesNotWaitForWhatWasRead() {
    // So many rejected records that reading waits for their publication.
    String[] rejected = new String[HeldDeadLetters.MOST];
    Arrays.fill(rejected, "x");
    Sinks.Many<RecordChunk> records = Sinks.many().unicast().onBackpressureBuffer();
    LearningPipeline pipeline = pipeline(Learners.SINGLE);
    VersionSink never = each -> Mono.never();

    StepVerifier.create(pipeline.run(new Source(records.asFlux()), never, Offsets.none()))
        .then(
            () -> {
              for (int i = 0; i < 4; i++) {
                records.tryEmitNext(Chunks.at((long) i * rejected.length, rejected));
              }
              records.tryEmitError(new IllegalStateException("gone"));
            })
        .expectErrorMessage("gone")
        .verify(PATIENCE);
  }

  private static LearningPipeline pipeline(BatchSettings batch) {
    return new LearningPipeline(
        Learners.learner(batch), Chunks::decoder, EVERY_STEP, new LearningListener() {});
  }

  private static Mono<Void> started(
      LearningPipeline pipeline, SampleSource source, VersionSink to) {
    return pipeline.run(source, to, Offsets.none(), Threads.of(2)).then();
  }

  private static Lag lag(int first, long records, int second, long more) {
    return Lag.of(Chunks.TOPIC, new TreeMap<>(Map.of(first, records, second, more)));
  }

  /** What a test says of a source. */
  private static final class Source implements SampleSource {
    private final Flux<RecordChunk> records;
    private Lag unread = Lag.none();
    private Optional<RuntimeException> loss = Optional.empty();

    Source(Flux<RecordChunk> records) {
      this.records = records;
    }

    @Override
    public Flux<RecordChunk> records(Offsets from) {
      return records;
    }

    @Override
    public Lag unread() {
      return unread;
    }

    @Override
    public Optional<RuntimeException> loss() {
      return loss;
    }
  }
}
