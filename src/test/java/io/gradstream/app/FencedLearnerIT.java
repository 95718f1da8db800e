package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A learner that has lost its place publishes nothing more, and stands by. */
@ExtendWith(SharedBroker.class)
class FencedLearnerIT {
  private static final List<String> FLIGHTS = Samples.flights();

  @TempDir private Path directory;

  /** In the middle of a transaction, and with nothing to do. */
  @ParameterizedTest
  @ValueSource(ints = {2_000, 10_000})
  void train_wokenAfterAnotherTookOver_saysSoOnceAndStandsBy(int learned) throws IOException {
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors}");
    trial.send(FLIGHTS.subList(0, 10_000));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm first = OwnJvm.start(trial.command("train"))) {
      first.await(seen.with(learned));
      first.pause();
      try (OwnJvm second = OwnJvm.start(trial.command("train"))) {
        second.await(second.says("reading ["));

        first.resume();

        first.await(first.says("standing by"));
        trial.send(FLIGHTS.subList(10_000, FLIGHTS.size()));
        second.await(seen.with(FLIGHTS.size()));
        second.terminate().requireDone();
      }
      first.await(first.says("going on from version"));
      requireToldOnce(first.terminate().requireDone());
      Gapless.require(seen.upTo(FLIGHTS.size()));
    }
    assertThat(trial.exported()).isEqualTo(trial.replay(FLIGHTS));
  }

  private static void requireToldOnce(CommandRun run) {
    assertThat(run.err())
        .filteredOn(line -> line.contains(" WARN "))
        .singleElement()
        .asString()
        .endsWith("another learner of the same name has taken over; this one stands by");
    assertThat(run.err()).noneMatch(line -> line.contains("Exception") || line.contains("\tat "));
  }
}
