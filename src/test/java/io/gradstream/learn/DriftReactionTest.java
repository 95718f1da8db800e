package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.drift.DriftSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.learn.drift.DriftSettings.Reaction;
import io.gradstream.learn.guard.GuardSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adam;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.version.NamedState;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a learner does of itself where the world has changed. */
class DriftReactionTest {
  private static final int CHANGE = 2_000;

  @ParameterizedTest
  @EnumSource(names = {"MARK", "RESET_OPTIMIZER"})
  void learn_behindAChange_onlyAResetBeginsTheOptimizerAnew(Reaction reaction) {
    Learner learner = learner(reaction);

    learn(learner);

    Snapshot snapshot = learner.snapshot(Offsets.none(), Instant.EPOCH);
    assertThat(learner.drift().orElseThrow().marked()).isPositive();
    double steps = NamedState.require(snapshot.checkpoint().numbers(), "optimizer/step")[0];
    if (reaction == Reaction.RESET_OPTIMIZER) {
      assertThat(steps).isLessThan(CHANGE);
    } else {
      assertThat(steps).isEqualTo(learner.counters().steps());
    }
  }

  private static Learner learner(Reaction reaction) {
    return new Learner(
        "line",
        new LearnerSettings(
            42,
            new SampleSettings(
                List.of(new FeatureSettings.Numeric("x")),
                new LabelSettings("y", LabelSettings.Type.NUMERIC)),
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new Mse(),
            new Adam.Settings(0.01),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(Mode.SINGLE, 1, Optional.empty(), 1),
            Optional.of(new GuardSettings(0, 0, 100)),
            Optional.empty(),
            Optional.of(new DriftSettings(List.of(Method.values()), List.of(reaction))),
            Optional.empty()));
  }

  private static void learn(Learner learner) {
    SplittableRandom random = new SplittableRandom(1);
    MiniBatch batch = learner.newBatch();
    for (int sample = 0; sample < CHANGE + 500; sample++) {
      double x = random.nextDouble();
      batch.clear();
      batch.features()[0] = x;
      batch.targets()[0] = (sample < CHANGE ? 3 * x : 40 - 3 * x) + random.nextDouble();
      batch.accept();
      learner.learn(batch);
    }
  }
}
