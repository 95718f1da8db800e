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

/** A learner whose configuration changes on the way goes on, and ends as if undisturbed. */
@ExtendWith(SharedBroker.class)
class EvolvedLearnerIT {
  private static final List<String> SAMPLES = Samples.diabetes();
  private static final int STAGE = 40;
  private static final String PUBLISH = "publish: {format: safetensors, everySteps: 5}";

  /** One after the other, each behind forty samples. */
  private static final List<String> CHANGES =
      List.of(
          "optimizer: {type: adam, learningRate: 0.5}",
          "clip: {type: norm, max: 50.0}",
          sample("{field: bmi, type: numeric, scale: robust}", "{field: bp, type: numeric}"),
          "optimizer: {type: adagrad, learningRate: 0.5}",
          "schedule: {type: exponential, gamma: 0.999}",
          sample("{field: bp, type: numeric}"),
          "loss: {type: huber}",
          sample("{field: s5, type: numeric, scale: standard}", "{field: bp, type: numeric}"),
          "guard: {deviations: 100}",
          "batch: {mode: mini-batch, size: 2}");

  @TempDir private Path directory;

  private static String sample(String... features) {
    return "sample: {features: [%s], label: {field: progression, type: numeric}}"
        .formatted(String.join(", ", features));
  }

  @Test
  void train_changedTenTimesAndKilledInBetween_endsAsIfUndisturbed() throws IOException {
    Learned killed = learn(true);

    assertThat(killed).isEqualTo(learn(false));
  }

  private Learned learn(boolean killing) throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "diabetes",
            PUBLISH,
            "batch: {mode: single}",
            sample("{field: bmi, type: numeric, scale: standard}"));
    trial.send(SAMPLES.subList(0, STAGE));
    trial.trainUntilEnd();
    for (int i = 0; i < CHANGES.size(); i++) {
      trial = trial.with(CHANGES.get(i));
      trial.send(SAMPLES.subList((i + 1) * STAGE, Math.min(SAMPLES.size(), (i + 2) * STAGE)));
      if (killing) {
        kill(trial, i % 2 == 0 ? "going on from version" : "reading [");
      }
      CommandRun.inThisJvm(trial.command("train", "--until-end", "--evolve")).requireDone();
    }
    ModelVersion newest = trial.exportedVersion();
    assertThat(newest.changes()).hasSize(CHANGES.size());
    assertThat(newest.samples()).isEqualTo(440);
    return Learned.of(newest);
  }

  private static void kill(Trial trial, String when) {
    try (OwnJvm learner = OwnJvm.start(trial.command("train", "--until-end", "--evolve"))) {
      learner.await(learner.says(when));
      learner.kill();
    }
  }

  /** What the error advises can be done. */
  @Test
  void train_withAnotherRate_isRefusedAndGoesOnAsTheErrorSays() throws IOException {
    Trial trial = Trial.of(directory, "diabetes", PUBLISH);
    trial.send(SAMPLES.subList(0, 100));
    trial.trainUntilEnd();
    Trial changed = trial.with("optimizer: {type: adagrad, learningRate: 0.01}");

    CommandRun refused = CommandRun.inThisJvm(changed.command("train", "--until-end"));
    CommandRun evolved = CommandRun.inThisJvm(changed.command("train", "--until-end", "--evolve"));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err().get(refused.err().size() - 1))
        .contains("go on under the new one with --evolve");
    assertThat(evolved.requireDone().count("samples")).isEqualTo(100);
    assertThat(CommandRun.inThisJvm(changed.command("train", "--until-end")).requireDone().code())
        .isZero();
  }
}
