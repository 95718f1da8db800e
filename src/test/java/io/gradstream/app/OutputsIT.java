package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A full disk, a pipe whose reader has gone, a stream that was closed: one line and a true code.
 */
@ExtendWith(SharedBroker.class)
class OutputsIT {
  private static final String NO_SPACE = "gradstream: standard output: No space left on device";
  private static final String REPLAY =
      "gradstream replay --config $CONFIG/diabetes.yaml --input $CONFIG/data/diabetes.jsonl.gz";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gradstream --help",
        "gradstream --version",
        "gradstream train --help",
        "gradstream check --config $CONFIG/flights.yaml",
        REPLAY,
        REPLAY + " --predictions -",
        REPLAY + " --updates -",
        REPLAY + " --export -",
        "gradstream bench --in-memory --seconds 0.1 --config $CONFIG/diabetes.yaml",
        "gradstream broker --port 0"
      })
  void command_resultsToAFullDisk_fails(String command) throws Exception {
    CommandRun run = type(command + " > /dev/full");

    assertThat(told(run)).containsExactly(NO_SPACE);
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void commandsOfATopic_resultsToAFullDisk_fail() throws Exception {
    Trial trial = Trial.of(directory, "diabetes");
    trial.createTopics(1);
    Path samples = Files.write(directory.resolve("samples.jsonl"), Samples.diabetes());
    List<String[]> commands =
        List.of(
            trial.command("produce", "--input", samples.toString()),
            trial.command("train", "--until-end"),
            trial.command("watch", "--from-beginning"),
            trial.command("predict", "--input", samples.toString()),
            trial.command("export", "--to", "model.safetensors"),
            trial.command("export", "--to", "-"));

    for (String[] command : commands) {
      CommandRun run = type("gradstream " + String.join(" ", command) + " > /dev/full");

      assertThat(told(run)).as(command[0]).containsExactly(NO_SPACE);
      assertThat(run.code()).as(command[0]).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"predictions", "updates", "export"})
  void replay_fileOnAFullDevice_isNamed(String option) throws Exception {
    CommandRun run = type(REPLAY + " --" + option + " /dev/full");

    assertThat(told(run))
        .containsExactly("gradstream: --%s /dev/full: No space left on device".formatted(option));
    assertThat(run.code()).isEqualTo(1);
  }

  /**
   * A limit to the size of files, in KiB, fails where a full disk does: within a line. What is told
   * goes into a file too.
   */
  @ParameterizedTest
  @CsvSource({"predictions, 8", "updates, 1", "dead-letters, 8"})
  void replay_diskThatFillsUp_leavesWholeLinesAndSaysHowMany(String option, int limit)
      throws Exception {
    String config = "$CONFIG/" + (option.equals("dead-letters") ? "flights" : "diabetes") + ".yaml";

    CommandRun run =
        type(
            "ulimit -f %d; gradstream replay --config %s --input $CONFIG/data/diabetes.jsonl.gz"
                    .formatted(limit, config)
                + " --%s lines".formatted(option));

    String lines = Files.readString(directory.resolve("lines"));
    assertThat(told(run))
        .containsExactly(
            "gradstream: --%s lines ends with line %d: File too large"
                .formatted(option, lines.lines().count()));
    assertThat(lines).matches(text -> text.isEmpty() || text.endsWith("}\n"));
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void replay_exportOntoAFullDisk_leavesTheFileThatWasThere() throws Exception {
    Path model = Files.writeString(directory.resolve("model"), "the one before");

    CommandRun run = type("ulimit -f 1; " + REPLAY + " --export model");

    assertThat(told(run)).containsExactly("gradstream: --export model: File too large");
    assertThat(run.code()).isEqualTo(1);
    assertThat(model).hasContent("the one before");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REPLAY + " --predictions -",
        REPLAY + " --updates /dev/stdout",
        "gradstream --help"
      })
  void command_whoseReaderHasGone_endsQuietly(String command) throws Exception {
    CommandRun run = type(command + " | true; exit ${PIPESTATUS[0]}");

    assertThat(run.code()).isEqualTo(141);
    assertThat(told(run)).isEmpty();
  }

  @Test
  void command_closedOutput_fails() throws Exception {
    CommandRun run = type(REPLAY + " >&-");

    assertThat(told(run)).containsExactly("gradstream: standard output: Bad file descriptor");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", "<&- 2>&-"})
  void command_closedInputItDoesNotRead_isDone(String closed) throws Exception {
    CommandRun run = type(REPLAY + " " + closed);

    assertThat(run.requireDone().count("samples")).isEqualTo(442);
  }

  @Test
  void replay_closedInput_fails() throws Exception {
    CommandRun run = type("gradstream replay --config $CONFIG/diabetes.yaml --input - <&-");

    assertThat(told(run))
        .containsExactly("gradstream: cannot read standard input: Bad file descriptor");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void command_allStreamsClosed_failsWithoutAWord() throws Exception {
    CommandRun run = type("gradstream check --config $CONFIG/flights.yaml <&- >&- 2>&-");

    assertThat(run).isEqualTo(new CommandRun(1, List.of(), List.of()));
  }

  private CommandRun type(String line) throws IOException, InterruptedException {
    return new StartScript(directory).type(line);
  }

  /** What it says as its last words, with all that a stack trace would add. */
  private static List<String> told(CommandRun run) {
    return run.err().stream()
        .filter(line -> line.startsWith("gradstream: ") || line.contains("Exception"))
        .toList();
  }
}
