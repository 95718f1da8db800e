package io.gradstream.pipeline;

import io.gradstream.codec.VersionFormat;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs of a pipeline, and what they published. */
abstract class PipelineRuns {
  final List<Publication> published = new ArrayList<>();
  final List<LearningPipeline> running = new ArrayList<>();
  final VersionSink sink = each -> Mono.fromRunnable(() -> published.add(each));

  static long reached(Publication publication) {
    return publication.version().offsets().next(Chunks.TOPIC, 0).orElse(-1);
  }

  static String[] numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "" + i % 3).toArray(String[]::new);
  }

  static PublishSettings every(long steps) {
    return new PublishSettings(
        Optional.empty(), VersionFormat.JSON, steps, Duration.ofSeconds(1), Optional.empty(), true);
  }

  static Flux<RecordChunk> endless(String... values) {
    return Flux.just(Chunks.at(0, values)).concatWith(Flux.never());
  }

  void run(BatchSettings batch, PublishSettings publish, RecordChunk chunk) {
    run(Learners.learner(batch), publish, chunk);
  }

  void run(Learner learner, PublishSettings publish, RecordChunk chunk) {
    run(pipeline(learner, publish), Flux.just(chunk));
  }

  void run(LearningPipeline pipeline, Flux<RecordChunk> source) {
    pipeline.run(from -> source, sink, Offsets.none()).blockLast(Duration.ofSeconds(10));
  }

  Mono<Void> running(BatchSettings batch, PublishSettings publish, Flux<RecordChunk> source) {
    return started(pipeline(Learners.learner(batch), publish), source, sink);
  }

  static LearningPipeline pipeline(Learner learner, PublishSettings publish) {
    return pipeline(learner, publish, new LearningListener() {});
  }

  static LearningPipeline pipeline(
      Learner learner, PublishSettings publish, LearningListener listener) {
    return new LearningPipeline(learner, Chunks::decoder, publish, listener);
  }

  static Mono<Void> started(LearningPipeline pipeline, Flux<RecordChunk> source, VersionSink sink) {
    return pipeline.run(from -> source, sink, Offsets.none(), Threads.of(2)).then();
  }
}
