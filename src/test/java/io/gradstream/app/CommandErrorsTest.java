package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads when a command cannot do what was asked: one line, and the exit code. */
class CommandErrorsTest {
  private static final String FLIGHTS = "config/flights.yaml";

  @TempDir private Path directory;

  @Test
  void check_typoInAKey_namesLineAndWhatWasMeant() throws IOException {
    Path file = changed("buckets", "bukets");

    requireLine(
        2,
        "gradstream: %s:%d: sample.bukets is not a key here: did you mean buckets?"
            .formatted(file, lineOf(file, "bukets")),
        "check",
        "--config",
        file.toString());
  }

  @Test
  void train_labelOfTheWrongTypeForTheLoss_isRefused() throws IOException {
    Path file = changed("type: binary", "type: numeric");

    requireLine(
        2,
        "gradstream: %s:%d: loss.type bce_with_logits needs a sample.label of type binary: numeric"
            .formatted(file, lineOf(file, "bce_with_logits")),
        "train",
        "--config",
        file.toString());
  }

  @Test
  void check_missingFile_isNamed() {
    requireLine(
        2, "gradstream: nowhere.yaml: there is no such file", "check", "--config", "nowhere.yaml");
  }

  @Test
  void replay_missingSamples_areNamed() {
    requireLine(
        2,
        "gradstream: --input nowhere.jsonl does not exist: name a .jsonl or .csv file, or either"
            + " packed by gzip, or - for standard input",
        "replay",
        "--config",
        FLIGHTS,
        "--input",
        "nowhere.jsonl");
  }

  @Test
  void train_portNobodyListensOn_failsNamingIt() throws IOException {
    String nobody = "localhost:" + freePort();
    Path file = changed("\"${BOOTSTRAP_SERVERS:localhost:9092}\"", nobody);

    requireLine(
        1,
        "gradstream: looking for topic flights.dead-letter: no Kafka broker answers at "
            + nobody
            + ": start one there or correct kafka.bootstrapServers",
        "train",
        "--config",
        file.toString());
  }

  @Test
  void run_unknownCommandOrMissingOption_pointsToTheHelp() {
    requireLine(
        2,
        "gradstream: there is no command trian, did you mean train? (see gradstream --help)",
        "trian");
    requireLine(2, "gradstream: --config FILE is missing (see gradstream train --help)", "train");
  }

  /** What check accepts, train accepts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "name: flights | name: 'a b' | name must be 1 to 237 letters, digits, '.', '_' or '-', for topics"
            + " are named after it: \"a b\"",
        "name: flights | name: a/b | name must be 1 to 237 letters",
        "topic: flights | topic: flights, format: csv | input.csv.columns must be named where samples"
            + " come from a topic",
        "topic: flights | topic: flights, format: csv, csv: {columns: [distance, delayed]} |"
            + " input.csv.columns must have the column of every field, and lacks origin",
        "topic: flights | topic: flights, format: avro, avro: {schema: nowhere.avsc} |"
            + " input.avro.schema must be JSON or a file that can be read: nowhere.avsc"
      })
  void check_whatTrainWouldRefuse_isRefused(String from, String to, String message)
      throws IOException {
    String file = changed(from, to).toString();

    for (String command : List.of("check", "train")) {
      CommandRun run = CommandRun.inThisJvm(command, "--config", file);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).singleElement().asString().contains(message);
    }
  }

  @Test
  void replay_featuresAndLabelsInTopicsOfTheirOwn_isRefused() throws IOException {
    String halves = "features: flights, labels: arrivals, key: id, within: 1h";
    String file = changed("topic: flights", halves).toString();

    requireLine(
        2,
        "gradstream: input.topic must be given in place of input.features and input.labels where"
            + " whole samples are read from a file or sent",
        "replay",
        "--config",
        file,
        "--input",
        "config/data/flights.jsonl.gz");
  }

  @Test
  void replay_initialModelOfAnotherShape_isRefused() throws IOException {
    Path model = directory.resolve("digits.safetensors");
    CommandRun.inThisJvm(
            "replay",
            "--config",
            "config/digits.yaml",
            "--input",
            "config/data/digits.jsonl.gz",
            "--export",
            model.toString())
        .requireDone();
    Path file = changed("model:\n", "model:\n  initial: " + model + "\n");

    CommandRun run = CommandRun.inThisJvm("check", "--config", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains("model.initial", "digits.safetensors");
  }

  private static void requireLine(int code, String line, String... arguments) {
    CommandRun run = CommandRun.inThisJvm(arguments);

    assertThat(run.err()).containsExactly(line);
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
  }

  private Path changed(String from, String to) throws IOException {
    String text = Files.readString(Path.of(FLIGHTS));
    assertThat(text).contains(from);
    return Files.writeString(directory.resolve("flights.yaml"), text.replace(from, to));
  }

  private static int lineOf(Path file, String word) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int line = 0;
    while (!lines.get(line).contains(word)) {
      line++;
    }
    return line + 1;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
