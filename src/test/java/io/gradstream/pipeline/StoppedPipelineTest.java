package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.file.FileSampleSource;
import io.gradstream.pipeline.file.SampleFile;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.version.Offsets;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A pipeline that is stopped: what it has learned is published, and the rest is left. */
class StoppedPipelineTest extends PipelineRuns {
  @Test
  void stop_insideABatch_publishesTheWholeOnesAndLeavesTheRestUnread() {
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.batchesOf(3)), every(100));

    StepVerifier.withVirtualTime(() -> started(pipeline, endless(numbers(5)), sink))
        .expectSubscription()
        .thenAwait(Duration.ofMillis(1))
        .then(pipeline::stop)
        .thenAwait(Duration.ofMillis(1))
        .verifyComplete();

    assertThat(published).extracting(PipelineRuns::reached).containsExactly(3L);
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

    assertThat(published).extracting(PipelineRuns::reached).containsExactly(3L);
  }

  @Test
  void stop_afterTheEnd_doesNothing() {
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(100));
    run(pipeline, Flux.just(Chunks.at(0, "1")));

    assertThatCode(pipeline::stop).doesNotThrowAnyException();
  }

  /** Nothing comes that could remind of it, however slowly the source is subscribed to. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void stop_beforeTheBeginning_completesThoughNothingComes(int subscribingMs) {
    LearningPipeline pipeline = pipeline(Learners.learner(Learners.SINGLE), every(1));
    pipeline.stop();

    StepVerifier.withVirtualTime(
            () -> started(pipeline, nothingAfter(Duration.ofMillis(subscribingMs)), sink))
        .expectSubscription()
        .thenAwait(Duration.ofSeconds(1))
        .expectComplete()
        .verify(Duration.ofSeconds(10));
  }

  private static Flux<RecordChunk> nothingAfter(Duration subscribing) {
    return Flux.defer(
        () -> {
          VirtualTimeScheduler.get().advanceTimeBy(subscribing);
          return Flux.never();
        });
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
