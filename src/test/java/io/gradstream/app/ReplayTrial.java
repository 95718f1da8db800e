package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A replay of a few samples by a configuration, as a user would write both.
 *
 * @param run what it said
 * @param predictions what was predicted of each sample
 * @param versions every version it took
 * @param deadLetters what was not learned
 */
record ReplayTrial(
    CommandRun run,
    List<JsonNode> predictions,
    List<JsonNode> versions,
    List<JsonNode> deadLetters) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Replays a file of this name in this directory. */
  static ReplayTrial of(Path directory, String yaml, String name, String samples) {
    return of(directory, yaml, name, samples.getBytes(StandardCharsets.UTF_8));
  }

  static ReplayTrial of(Path directory, String yaml, String name, byte[] samples) {
    try {
      Path config = Files.writeString(directory.resolve("c.yaml"), yaml);
      Path input = Files.write(directory.resolve(name), samples);
      Path predictions = directory.resolve("predictions.jsonl");
      Path versions = directory.resolve("versions.jsonl");
      Files.deleteIfExists(predictions);
      Files.deleteIfExists(versions);
      Path letters = directory.resolve("letters.jsonl");
      Files.deleteIfExists(letters);
      CommandRun run =
          CommandRun.inThisJvm(
              "replay",
              "--config",
              config.toString(),
              "--input",
              input.toString(),
              "--predictions",
              predictions.toString(),
              "--updates",
              versions.toString(),
              "--dead-letters",
              letters.toString());
      return new ReplayTrial(run, lines(predictions), lines(versions), lines(letters));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(line -> lines.add(JSON.readTree(line)));
    }
    return lines;
  }

  /** The same, which must have learned so many samples and rejected none. */
  ReplayTrial requireLearned(long samples) {
    run.requireDone();
    assertThat(run.count("samples")).as("samples, after %s", run.err()).isEqualTo(samples);
    assertThat(run.count("deadLetters")).isZero();
    return this;
  }

  /** The object that the run ends with. */
  JsonNode summary() {
    return JSON.readTree(run.out().get(run.out().size() - 1));
  }

  /** The newest version. */
  JsonNode newest() {
    return versions.get(versions.size() - 1);
  }

  /** The elements of a parameter of the newest version. */
  double[] parameter(String name) {
    JsonNode data = newest().required("parameters").required(name).required("data");
    return data.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  /** One member of every prediction, as it is written. */
  List<String> predicted(String member) {
    return predictions.stream().map(line -> line.required(member).asString()).toList();
  }
}
