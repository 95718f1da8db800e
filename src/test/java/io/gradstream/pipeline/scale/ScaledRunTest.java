package io.gradstream.pipeline.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.RoundLearner;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.pipeline.Learners;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import io.gradstream.version.Round;
import io.gradstream.version.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScaledRunTest {
  private static final int SAMPLES = 3;

  @Test
  @Timeout(10)
  void run_publisherDiesBehindTheLastRound_publishesInItsPlace() {
    LastMember membership = new LastMember(roundOfAll());

    new ScaledRun(parts(), membership, new ScaleTally()).run();

    assertThat(membership.published).extracting(ModelVersion::samples).containsExactly(3L);
  }

  private static ScaledRun.Parts parts() {
    return new ScaledRun.Parts(
        merged(),
        new RoundLearner(Learners.learner(Learners.SINGLE)),
        (value, batch) -> {},
        new PublishSettings(),
        1,
        true,
        Clock.systemUTC(),
        System::nanoTime);
  }

  private static MergedLearner merged() {
    return new MergedLearner(Learners.learner(Learners.SINGLE), new ScaleSettings(), "in");
  }

  /** What somebody has learned who is no more. */
  private static Round roundOfAll() {
    RoundLearner copy = new RoundLearner(Learners.learner(Learners.SINGLE));
    copy.begin(merged());
    for (int i = 0; i < SAMPLES; i++) {
      MiniBatch sample = copy.learner().newBatch();
      sample.features()[0] = i;
      sample.targets()[0] = i;
      sample.accept();
      copy.learn(sample, (row, reason) -> {});
    }
    copy.advance(0, new OffsetRange(0, SAMPLES));
    return copy.end("dead", 0);
  }

  /** Finds all learned and nothing published, and is the one to publish a little later. */
  private static final class LastMember implements Membership {
    private final Round round;
    private final List<ModelVersion> published = new ArrayList<>();
    private int polls;

    LastMember(Round round) {
      this.round = round;
    }

    @Override
    public String member() {
      return "last";
    }

    @Override
    public Optional<Snapshot> newest() {
      return Optional.empty();
    }

    @Override
    public Offsets named(Offsets learned) {
      return learned;
    }

    @Override
    public List<LoggedRound> rounds(long position) {
      return position == 0 ? List.of(new LoggedRound(0, Optional.of(round))) : List.of();
    }

    @Override
    public long endOfLog() {
      return 1;
    }

    @Override
    public void readFrom(Offsets offsets) {}

    @Override
    public List<RecordChunk> poll(Duration atMost) {
      polls++;
      return List.of();
    }

    @Override
    public Map<Integer, Long> positions() {
      return Map.of();
    }

    @Override
    public boolean isUndisturbed() {
      return true;
    }

    @Override
    public boolean isAllBefore(Offsets learned) {
      return learned.next("in", 0).orElse(0) >= SAMPLES;
    }

    @Override
    public KeyStates keyStates(long since) {
      return KeyStates.NONE;
    }

    @Override
    public OptionalLong append(
        Round own, Optional<ChangedKeys> changedKeys, List<DeadLetter> deadLetters) {
      return OptionalLong.empty();
    }

    @Override
    public boolean isPublisher() {
      return polls >= 3;
    }

    @Override
    public Optional<ModelVersion> takeOverPublishing() {
      return Optional.empty();
    }

    @Override
    public boolean publish(Publication publication) {
      return published.add(publication.version());
    }

    @Override
    public void cutBefore(long position) {}

    @Override
    public void close() {}
  }
}
