package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are there in full where they are asked for, in whatever way. */
class SubcommandsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "train",
        "replay",
        "produce",
        "watch",
        "control",
        "history",
        "predict",
        "export",
        "check",
        "broker",
        "bench",
        "simulate"
      })
  void help_ofACommand_hasItsOptions(String command) {
    CommandRun run = CommandRun.inThisJvm(command, "--help").requireDone();

    assertThat(run.out()).anyMatch(line -> line.contains("--verbose"));
  }

  @Test
  void help_ofThemAll_tellsWhatEachDoes() {
    CommandRun run = CommandRun.inThisJvm("--help").requireDone();

    assertThat(run.out())
        .contains("  check     Validates a configuration and prints what it means.")
        .noneMatch(line -> line.contains("--config"));
  }

  @Test
  void check_namedInAFileOfArguments_isRun() throws IOException {
    Path file = directory.resolve("arguments");
    Files.writeString(file, "check\n--config\nconfig/flights.yaml\n");

    CommandRun run = CommandRun.inThisJvm("@" + file).requireDone();

    assertThat(run.out()).anyMatch(line -> line.contains("flights"));
  }

  @Test
  void check_ofALinearModel_saysThatItStartsFromZero() {
    CommandRun run = CommandRun.inThisJvm("check", "--config", "config/flights.yaml").requireDone();

    assertThat(run.out()).anyMatch(line -> line.matches("model +flights, from zero"));
  }

  @Test
  void check_withAnotherCommandAsAValue_isRun() {
    CommandRun run = CommandRun.inThisJvm("check", "--config", "train");

    assertThat(run.err()).containsExactly("gradstream: train: there is no such file");
  }
}
