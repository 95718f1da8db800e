package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A learner that is suspended for longer than its session lasts goes on when it wakes. */
@ExtendWith(SharedBroker.class)
class SleepingLearnerIT {
  private static final List<String> FLIGHTS = Samples.flights();

  @TempDir private Path directory;

  @Test
  void train_asleepBeyondItsSession_restoresAndGoesOnAsIfUndisturbed() throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "kafka: {bootstrapServers: \"%s\", properties: {session.timeout.ms: 6000}}"
                .formatted(SharedBroker.kafka().bootstrapServers()),
            "publish: {format: safetensors}");
    trial.send(FLIGHTS.subList(0, 2_000));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(2_000));
      learner.pause();
      trial.committed().awaitNoMember(trial.settings().modelName());
      trial.send(FLIGHTS.subList(2_000, FLIGHTS.size()));

      learner.resume();

      learner.await(seen.with(FLIGHTS.size()));
      learner.terminate().requireDone();
      Gapless.require(seen.upTo(FLIGHTS.size()));
    }
    assertThat(trial.exported()).isEqualTo(trial.replay(FLIGHTS));
  }
}
