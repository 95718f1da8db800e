package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A learner that is asked to stop leaves nothing unpublished, and the next goes on from there. */
@ExtendWith(SharedBroker.class)
class StoppedLearnerIT {
  /** So many that what is done to a learner in the middle of them is done before their end. */
  private static final List<String> FLIGHTS = Samples.flights(6);

  @TempDir private Path directory;

  @Test
  void train_stoppedWhileItLearns_publishesWhatItLearnedAndSumsUp() throws IOException {
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors}");
    trial.send(FLIGHTS);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(3_000));

      CommandRun run = learner.terminate().requireDone();

      long learned = run.count("samples");
      List<ModelVersion> versions = seen.upTo(learned);
      ModelVersion newest = versions.get(versions.size() - 1);
      assertThat(newest.samples()).isEqualTo(learned).isLessThan(FLIGHTS.size());
      assertThat(trial.committed().offsets(trial.settings().modelName()).byTopic())
          .isEqualTo(newest.offsets().byTopic());
    }
  }

  @Test
  void train_startedAgainAfterAStop_endsAsIfUndisturbed() throws IOException {
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors}");
    trial.send(FLIGHTS);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(3_000));
      learner.terminate().requireDone();

      trial.trainUntilEnd();

      Gapless.require(seen.upTo(FLIGHTS.size()));
    }
    assertThat(trial.exported()).isEqualTo(trial.replay(FLIGHTS));
  }

  @Test
  void train_stoppedWithNothingToLearn_leavesInGoodOrder() throws IOException {
    Trial trial = Trial.of(directory, "flights");
    trial.createTopics(1);
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("reading ["));

      CommandRun run = learner.terminate().requireDone();

      assertThat(run.count("samples")).isZero();
    }
  }
}
