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

/** Of two learners of one name the one that was started last is the learner. */
@ExtendWith(SharedBroker.class)
class FencedLearnerIT {
  private static final List<String> FLIGHTS = Samples.flights();

  @TempDir private Path directory;

  @Test
  void train_startedBesideARunningLearner_takesOver() throws IOException {
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors}");
    trial.send(FLIGHTS.subList(0, 2_000));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm first = OwnJvm.start(trial.command("train"))) {
      first.await(seen.with(2_000));
      try (OwnJvm second = OwnJvm.start(trial.command("train"))) {
        second.await(second.says("going on from version"));

        trial.send(FLIGHTS.subList(2_000, FLIGHTS.size()));

        requireToldOfTheOther(first.awaitEnd());
        second.await(seen.with(FLIGHTS.size()));
        second.terminate().requireDone();
      }
      List<ModelVersion> versions = seen.upTo(FLIGHTS.size());
      Gapless.require(versions);
      assertThat(Learned.of(versions.get(versions.size() - 1))).isEqualTo(trial.replay(FLIGHTS));
    }
  }

  @Test
  void train_wokenAfterAnotherTookOver_publishesNothingMore() throws IOException {
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors}");
    trial.send(FLIGHTS);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm first = OwnJvm.start(trial.command("train"))) {
      first.await(seen.with(2_000));
      first.pause();
      trial.trainUntilEnd();

      first.resume();

      requireToldOfTheOther(first.awaitEnd());
      Gapless.require(seen.upTo(FLIGHTS.size()));
    }
    assertThat(trial.exported()).isEqualTo(trial.replay(FLIGHTS));
  }

  private static void requireToldOfTheOther(CommandRun run) {
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().get(run.err().size() - 1))
        .startsWith("gradstream: ")
        .endsWith("another learner of the same name has taken over, this one must stop");
    assertThat(run.err()).noneMatch(line -> line.contains("Exception") || line.contains("\tat "));
  }
}
