package io.gradstream.app;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path directory;

  @Test
  void replay_flights_isBetterThanTheBaseRate() {
    JsonNode summary = replay("flights");

    assertThat(summary.propertyNames())
        .containsExactly(
            "samples",
            "steps",
            "versions",
            "deadLetters",
            "seconds",
            "samplesPerSecond",
            "metrics",
            "window",
            "baselines",
            "version",
            "parameters");
    assertThat(summary.get("samples").asInt()).isEqualTo(20_000);
    assertThat(summary.at("/metrics/logLoss").asDouble()).isLessThan(0.5);
    assertThat(summary.at("/metrics/auc").asDouble()).isGreaterThan(0.65);
    assertThat(summary.at("/baselines/noSkill/logLoss").asDouble()).isBetween(0.523, 0.525);
    assertThat(summary.at("/baselines/noChange/accuracy").asDouble()).isBetween(0.6, 0.7);
  }

  @Test
  void replay_digitsFiveTimes_areKnownInTheEnd() {
    JsonNode summary = replay("digits", "--repeat", "5");

    assertThat(summary.get("samples").asInt()).isEqualTo(5 * 1797);
    assertThat(summary.at("/window/samples").asInt()).isEqualTo(1000);
    assertThat(summary.at("/window/accuracy").asDouble()).isGreaterThan(0.95);
  }

  @Test
  void replay_diabetes_isBetterThanTheMean() {
    JsonNode summary = replay("diabetes");

    assertThat(summary.at("/metrics/mae").asDouble())
        .isLessThan(summary.at("/baselines/noSkill/mae").asDouble());
    assertThat(summary.at("/metrics/r2").asDouble()).isGreaterThan(0.2);
  }

  @Test
  void replay_controlOfOtherLines_saysWhatTheyMustBe() throws IOException {
    Path lines = Files.writeString(directory.resolve("lines.jsonl"), "{\"command\": \"pause\"}\n");

    CommandRun run =
        CommandRun.inThisJvm(
            "replay",
            "--config",
            "config/flights.yaml",
            "--input",
            "config/flights.yaml",
            "--control",
            lines.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "gradstream: --control %s must have lines as gradstream control list prints them: offset must be a whole number: null"
                .formatted(lines));
  }

  @Test
  void replay_ofARollbackInBlocks_goesOnFromThatVersion() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("large.yaml"),
            """
            input: {topic: large}
            sample:
              features: [{field: origin, type: categorical, buckets: 200000}]
              label: {field: delayed, type: binary}
            model: {layers: [{type: linear, out: 1}]}
            loss: {type: bce_with_logits}
            optimizer: {type: adam, learningRate: 0.01}
            batch: {mode: single}
            """);
    Path commands =
        Files.writeString(
            directory.resolve("commands.jsonl"),
            """
            {"command": "rollback", "version": 2, "offset": 0, "at": {"in": {"0": 70}}, "to": {"in": {"0": 40}}}
            """);
    List<String> samples = Samples.flights().subList(0, 100);
    List<String> without = new ArrayList<>(samples.subList(0, 40));
    without.addAll(samples.subList(70, 100));

    assertThat(learned(config, samples, "--control", commands.toString()))
        .isEqualTo(learned(config, without));
  }

  private String learned(Path config, List<String> samples, String... more) throws IOException {
    Path input = Files.write(directory.resolve("samples.jsonl"), samples);
    Stream<String> usual =
        Stream.of("replay", "--config", config.toString(), "--input", input.toString());
    String[] arguments = Stream.concat(usual, Stream.of(more)).toArray(String[]::new);
    List<String> out = CommandRun.inThisJvm(arguments).requireDone().out();
    return JSON.readTree(out.get(out.size() - 1)).get("parameters").asString();
  }

  @Test
  void replay_updatesAndPredictions_areALineForEveryVersionAndSample() throws IOException {
    Path updates = directory.resolve("updates.jsonl");
    Path predictions = directory.resolve("predictions.jsonl");

    JsonNode summary =
        replay("digits", "--updates", updates.toString(), "--predictions", predictions.toString());

    List<String> versions = Files.readAllLines(updates);
    assertThat(versions).hasSize(summary.get("versions").asInt()).hasSize(18);
    JsonNode last = JSON.readTree(versions.get(17));
    assertThat(last.get("version").asInt()).isEqualTo(18);
    assertThat(last.at("/parameters/0.weight/shape").toString()).isEqualTo("[10,64]");
    assertThat(last.at("/offsets/digits.jsonl.gz/0").asInt()).isEqualTo(1797);
    JsonNode first = JSON.readTree(Files.readAllLines(predictions).get(0));
    assertThat(first.propertyNames()).containsExactly("prediction", "probability", "label", "loss");
    assertThat(Files.readAllLines(predictions)).hasSize(1797);
  }

  @Test
  void replay_updatesOfALargeModel_areTheBlocksThatChanged() throws IOException {
    Path updates = directory.resolve("updates.jsonl");
    Path model = directory.resolve("model.safetensors");
    String text = Files.readString(Path.of("config/flights.yaml"));
    Path config =
        Files.writeString(
            directory.resolve("large.yaml"), text.replaceFirst("buckets: 32768", "buckets: 99000"));

    CommandRun run =
        CommandRun.inThisJvm(
            "replay",
            "--config",
            config.toString(),
            "--input",
            "config/data/flights.jsonl.gz",
            "--updates",
            updates.toString(),
            "--export",
            model.toString());

    assertThat(run.requireDone().count("versions")).isEqualTo(200);
    List<JsonNode> versions = Files.readAllLines(updates).stream().map(JSON::readTree).toList();
    JsonNode tensor = versions.get(0).at("/tensors/0.weight");
    int width = tensor.at("/shape/1").asInt();
    assertThat(tensor.toString())
        .isEqualTo("{\"shape\":[1,%d],\"order\":\"columns\",\"block\":64}".formatted(width));
    float[] sum = new float[width];
    for (JsonNode version : versions) {
      assertThat(version.at("/blocks/0.weight").size()).isBetween(1, 900);
      version
          .at("/blocks/0.weight")
          .forEachEntry(
              (block, elements) -> {
                for (int i = 0; i < elements.size(); i++) {
                  sum[64 * Integer.parseInt(block) + i] = elements.get(i).floatValue();
                }
              });
    }
    ModelVersion last = new SafetensorsVersionCodec().decode(Files.readAllBytes(model));
    assertThat(sum).containsExactly(requireNonNull(last.parameters().get("0.weight")).data());
  }

  @Test
  void replay_csvWithAHeader_learnsWhatJsonDoes() throws IOException {
    Path csv = Files.writeString(directory.resolve("diabetes.csv"), asCsv("diabetes"));
    String text = Files.readString(Path.of("config/diabetes.yaml"));
    Path config =
        Files.writeString(
            directory.resolve("csv.yaml"),
            text.replace("topic: diabetes", "topic: d, format: csv"));

    CommandRun run =
        CommandRun.inThisJvm(
            "replay", "--config", config.toString(), "--input", csv.toString(), "--repeat", "2");

    JsonNode summary = JSON.readTree(run.requireDone().out().get(0));
    JsonNode expected = replay("diabetes", "--repeat", "2");
    assertThat(summary.get("samples").asInt()).isEqualTo(884);
    assertThat(summary.get("deadLetters").asInt()).isZero();
    assertThat(summary.get("metrics")).isEqualTo(expected.get("metrics"));
  }

  private static String asCsv(String name) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(Path.of("config/data/" + name + ".jsonl.gz")))) {
      List<JsonNode> samples =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> JSON.readTree(line))
              .toList();
      String header = String.join(",", samples.get(0).propertyNames());
      return samples.stream()
          .map(sample -> sample.valueStream().map(JsonNode::asString).collect(joining(",")))
          .collect(joining("\n", header + "\n", "\n"));
    }
  }

  @Test
  void replay_exportedModel_isWhereTheNextOneStarts() throws IOException {
    Path model = directory.resolve("model.safetensors");
    double untrained =
        replay("diabetes", "--export", model.toString()).at("/metrics/mae").asDouble();
    String text = Files.readString(Path.of("config/diabetes.yaml"));
    Path goesOn =
        Files.writeString(
            directory.resolve("diabetes.yaml"),
            text.replace("model:\n", "model:\n  initial: " + model + "\n"));

    CommandRun run =
        CommandRun.inThisJvm(
            "replay", "--config", goesOn.toString(), "--input", "config/data/diabetes.jsonl.gz");

    JsonNode summary = JSON.readTree(run.requireDone().out().get(0));
    assertThat(summary.at("/metrics/mae").asDouble()).isLessThan(untrained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flights", "digits", "diabetes", "reference"})
  void check_shippedConfiguration_isFine(String name) {
    CommandRun run = CommandRun.inThisJvm("check", "--config", "config/" + name + ".yaml");

    assertThat(run.requireDone().out())
        .anyMatch(line -> line.startsWith("parameters"))
        .contains("records      one for a version, where topics take 1,048,588 bytes");
  }

  private static JsonNode replay(String name, String... more) {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "replay",
                    "--config",
                    "config/" + name + ".yaml",
                    "--input",
                    "config/data/" + name + ".jsonl.gz"),
                Stream.of(more))
            .toArray(String[]::new);
    List<String> out = CommandRun.inThisJvm(arguments).requireDone().out();
    return JSON.readTree(out.get(out.size() - 1));
  }
}
