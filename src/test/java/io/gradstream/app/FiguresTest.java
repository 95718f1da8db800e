package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The figures a run ends with, beside what it says of every sample. */
class FiguresTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path directory;

  /** Probabilities about 1e-6 that rank well. */
  @Test
  void replay_rareEvents_areRankedByWhatTheModelSays() throws IOException {
    String config =
        Files.readString(Path.of("src/test/resources/cases/auc-rare/config.yaml"))
            .replace("rare.safetensors", "src/test/resources/cases/auc-rare/rare.safetensors");

    JsonNode summary = replay(config, Path.of("src/test/resources/cases/auc-rare/input.jsonl"));

    assertThat(summary.at("/metrics/auc").asDouble()).isCloseTo(0.914663, within(5e-7));
    assertThat(summary.at("/window/auc").asDouble()).isCloseTo(0.914663, within(5e-7));
  }

  /** A rate at which the model is soon sure of itself, and often wrong. */
  @ParameterizedTest
  @CsvSource({
    "binary, bce_with_logits, ''",
    "binary, bce, ', {type: sigmoid}'",
    "'class, classes: 3', cross_entropy, ''",
    "'class, classes: 3', nll, ', {type: log_softmax}'"
  })
  void replay_confidentMistakes_areChargedAsEverySamplesLossSays(
      String label, String loss, String layers) throws IOException {
    boolean classes = label.startsWith("class");
    String config =
        """
        input: {topic: t}
        sample:
          features: [{field: x, type: numeric}]
          label: {field: y, type: %s}
        model: {layers: [{type: linear, out: %d}%s]}
        loss: {type: %s}
        optimizer: {type: sgd, learningRate: 3}
        batch: {mode: single}
        """
            .formatted(label, classes ? 3 : 1, layers, loss);
    Path input = samples(classes ? 3 : 2);
    Path predictions = directory.resolve("predictions.jsonl");

    JsonNode summary = replay(config, input, "--predictions", predictions.toString());

    double mean =
        Files.readAllLines(predictions).stream()
            .mapToDouble(line -> JSON.readTree(line).get("loss").asDouble())
            .average()
            .orElseThrow();
    assertThat(mean).isGreaterThan(2);
    assertThat(summary.at("/metrics/logLoss").asDouble()).isCloseTo(mean, within(1e-5 * mean));
  }

  @Test
  void replay_classes_tellsHowWellEachIsKnown() throws IOException {
    String config = Files.readString(Path.of("config/digits.yaml"));
    Path predictions = directory.resolve("predictions.jsonl");

    JsonNode summary =
        replay(
            config,
            Path.of("config/data/digits.jsonl.gz"),
            "--predictions",
            predictions.toString());

    int[] seen = new int[10];
    int[] predicted = new int[10];
    int[] hit = new int[10];
    for (String line : Files.readAllLines(predictions)) {
      JsonNode sample = JSON.readTree(line);
      int truth = sample.get("label").asInt();
      int prediction = sample.get("prediction").asInt();
      seen[truth]++;
      predicted[prediction]++;
      hit[truth] += truth == prediction ? 1 : 0;
    }
    for (int digit = 0; digit < 10; digit++) {
      JsonNode figures = summary.at("/metrics/classes/" + digit);
      assertThat(figures.get("samples").asInt()).isEqualTo(seen[digit]);
      assertThat(figures.get("recall").asDouble()).isEqualTo((double) hit[digit] / seen[digit]);
      assertThat(figures.get("precision").asDouble())
          .isEqualTo((double) hit[digit] / predicted[digit]);
    }
  }

  private JsonNode replay(String config, Path input, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("config.yaml"), config);
    List<String> arguments =
        new ArrayList<>(
            List.of("replay", "--config", file.toString(), "--input", input.toString()));
    arguments.addAll(List.of(more));
    List<String> out = CommandRun.inThisJvm(arguments.toArray(String[]::new)).requireDone().out();
    return JSON.readTree(out.get(out.size() - 1));
  }

  private Path samples(int classes) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double x = Math.round(random.nextGaussian() * 1e4) / 1e3;
      lines.add("{\"x\": %s, \"y\": %d}".formatted(x, random.nextInt(classes)));
    }
    return Files.write(directory.resolve("samples.jsonl"), lines);
  }
}
