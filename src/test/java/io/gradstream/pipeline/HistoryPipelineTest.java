package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.learn.Learner;
import io.gradstream.learn.history.HistorySettings;
import io.gradstream.learn.history.KeptBlocks;
import io.gradstream.learn.history.KeptVersion;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which versions are kept beyond the newest: those of points that the samples decide. */
class HistoryPipelineTest extends PipelineRuns {
  private static final HistorySettings EVERY_FIVE =
      new HistorySettings(Optional.empty(), Optional.of(5L), 2);
  private static final HistorySettings EVERY_MINUTE =
      new HistorySettings(Optional.of(Duration.ofMinutes(1)), Optional.empty(), 48);

  private static final BlockLimits TINY =
      new BlockLimits() {
        @Override
        public int ofParameter(String parameter) {
          return 4;
        }

        @Override
        public int ofState(String parameter, List<String> slots) {
          return 4;
        }

        @Override
        public int ofRest() {
          return 100;
        }
      };

  /** A record a quarter of a minute. */
  private static final int APART_MS = 15_000;

  @Test
  void run_keptEverySoManySamples_keepsExactlyThoseHoweverSlowPublishingIs() {
    VersionSink slow =
        each -> Mono.delay(Duration.ofMillis(3)).then(Mono.fromRunnable(() -> published.add(each)));

    learn(
        pipeline(Learners.learner(Learners.SINGLE), every(2)).keeping(Optional.of(EVERY_FIVE)),
        slow);

    assertThat(keptAtSamples()).containsExactly(5L, 10L, 15L, 20L);
  }

  @Test
  void run_keepingTwo_dropsTheOldestWithEachOther() {
    learn(
        pipeline(Learners.learner(Learners.SINGLE), every(5)).keeping(Optional.of(EVERY_FIVE)),
        sink);

    assertThat(published.stream().flatMap(each -> each.retention().stream()))
        .extracting(retention -> retention.dropped().stream().map(KeptVersion::version).toList())
        .containsExactly(List.of(), List.of(), List.of(1L), List.of(2L));
  }

  @Test
  void run_keptEverySoOften_goesByTheRecordsTimestamps() {
    learn(
        pipeline(Learners.learner(Learners.SINGLE), every(1000)).keeping(Optional.of(EVERY_MINUTE)),
        sink);

    assertThat(keptAtSamples()).containsExactly(5L, 9L, 13L, 17L);
  }

  @Test
  void run_whoseKeptVersionIsTakenBack_keepsTheNext() {
    List<Publication> refused = new ArrayList<>();
    VersionSink losing =
        each ->
            each.retention().isPresent() && refused.isEmpty()
                ? Mono.error(
                    () -> {
                      refused.add(each);
                      return new WholeVersionWantedException("topics are gone");
                    })
                : sink.publish(each);

    learn(
        pipeline(Learners.learner(Learners.SINGLE), every(1000)).keeping(Optional.of(EVERY_FIVE)),
        losing);

    assertThat(refused).hasSize(1);
    assertThat(published.get(0).retention()).isPresent();
    assertThat(published.get(0).version().version()).isEqualTo(1);
  }

  @Test
  void run_restoredFromAKeptVersion_keepsAtTheSamePoints() {
    Learner first = Learners.learner(Learners.SINGLE);
    learn(pipeline(first, every(3)).keeping(Optional.of(EVERY_FIVE)), sink);
    Publication at = published.get(4);
    Learner second = Learners.learner(Learners.SINGLE);
    second.restore(new Snapshot(at.version(), at.checkpoint()));
    List<Long> before = keptAtSamples();
    published.clear();

    pipeline(second, every(3))
        .keeping(Optional.of(EVERY_FIVE))
        .run(from -> Flux.just(after(from)), sink, at.version().offsets())
        .blockLast(Duration.ofSeconds(10));

    assertThat(keptAtSamples())
        .isEqualTo(before.stream().filter(samples -> samples > at.version().samples()).toList())
        .isNotEmpty();
  }

  @Test
  void run_keptInBlocks_knowsHowManyRecordsEachHas() {
    Learner learner = Learners.learner(Learners.SINGLE);
    learner.publishInBlocks(TINY);

    learn(pipeline(learner, every(5)).keeping(Optional.of(EVERY_FIVE)), sink);

    List<KeptVersion> dropped =
        published.stream()
            .flatMap(each -> each.retention().stream())
            .flatMap(each -> each.dropped().stream())
            .toList();
    assertThat(dropped).hasSize(2);
    for (int i = 0; i < dropped.size(); i++) {
      Publication then = published.get(i);
      KeptBlocks blocks = then.retention().orElseThrow().blocks().orElseThrow();
      int rest = new CheckpointCodec().encode(then.checkpoint()).length;
      assertThat(blocks.all().whole()).isTrue();
      assertThat(dropped.get(i).version()).isEqualTo(then.version().version());
      assertThat(dropped.get(i).parts()).containsKeys("0.weight", "0.bias");
      assertThat(dropped.get(i).parts().getOrDefault("state/", 0) * TINY.ofRest())
          .isBetween(rest, rest + 20_000);
    }
  }

  @Test
  void run_withoutHistory_keepsNothingAndItsCheckpointsKnowNothingOfIt() {
    learn(pipeline(Learners.learner(Learners.SINGLE), every(5)), sink);

    assertThat(published)
        .allSatisfy(each -> assertThat(each.retention()).isEmpty())
        .allSatisfy(
            each -> assertThat(each.checkpoint().numbers()).doesNotContainKey("learner/history"));
  }

  private void learn(LearningPipeline pipeline, VersionSink into) {
    pipeline
        .run(from -> Flux.just(after(Offsets.none())), into, Offsets.none())
        .blockLast(Duration.ofSeconds(10));
  }

  private static RecordChunk after(Offsets from) {
    int next = (int) from.next(Chunks.TOPIC, 0).orElse(0);
    List<String> rest = List.of(numbers(20)).subList(next, 20);
    return new Timed(Chunks.at(next, rest.toArray(String[]::new)));
  }

  private List<Long> keptAtSamples() {
    return published.stream()
        .filter(each -> each.retention().isPresent())
        .map(each -> each.version().samples())
        .toList();
  }

  /** Records that say when they were written, by their offset. */
  private record Timed(RecordChunk records) implements RecordChunk {
    @Override
    public String topic() {
      return records.topic();
    }

    @Override
    public int partition() {
      return records.partition();
    }

    @Override
    public int size() {
      return records.size();
    }

    @Override
    public long offset(int index) {
      return records.offset(index);
    }

    @Override
    public byte @Nullable [] value(int index) {
      return records.value(index);
    }

    @Override
    public OptionalLong timestampMs(int index) {
      return OptionalLong.of(1 + offset(index) * APART_MS);
    }

    @Override
    public long nextOffset() {
      return records.nextOffset();
    }
  }
}
