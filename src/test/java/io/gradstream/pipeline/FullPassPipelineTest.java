package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.gradstream.learn.Learner;
import io.gradstream.pipeline.batch.HeldDeadLetters;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A pipeline whose steps are passes over all that is in the topic. */
class FullPassPipelineTest extends PipelineRuns {
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
    records.addAll(Collections.nCopies(3 * HeldDeadLetters.MOST, "x"));

    run(Learners.passes(3, 2), every(1), Chunks.at(0, records.toArray(String[]::new)));

    assertThat(published).extracting(each -> each.version().step()).containsExactly(1L, 2L, 3L);
    assertThat(published)
        .extracting(each -> each.deadLetters().size())
        .containsExactly(3 * HeldDeadLetters.MOST, 0, 0);
  }

  private static float weight(Publication publication) {
    return Objects.requireNonNull(publication.version().parameters().get("0.weight")).data()[0];
  }
}
