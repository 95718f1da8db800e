package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.config.Settings;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.follow.KafkaVersions;
import io.gradstream.replica.ModelReplica;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code predict} answers as whoever reads the page on the wire format and the newest version
 * would.
 */
@ExtendWith(SharedBroker.class)
class PredictIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LEARNED = 5000;

  @TempDir private Path directory;

  /** How versions are published. */
  enum Way {
    JSON("publish: {format: json}", 1 << 20),
    SAFETENSORS("publish: {format: safetensors}", 1 << 20),
    BLOCKS("publish: {format: json}", 8 << 10);

    private final String publish;
    private final int limit;

    Way(String publish, int limit) {
      this.publish = publish;
      this.limit = limit;
    }

    Trial trial(Path directory) throws IOException {
      Trial trial =
          Trial.of(
              directory,
              "flights",
              "sample: {features: [{field: distance, type: numeric, scale: standard},"
                  + " {field: origin, type: categorical, buckets: 512},"
                  + " {field: destination, type: categorical, embedding: 4,"
                  + " vocabulary: {size: 40, admitAfter: 2, expireAfter: 1000}}],"
                  + " label: {field: delayed, type: binary}}",
              publish);
      trial.createTopics(1);
      trial.committed().limit(trial.settings().topics().parameters(), limit);
      return trial;
    }
  }

  @ParameterizedTest
  @EnumSource
  void predict_flightsToCome_areWhatReadmeSaysOfTheNewestVersion(Way way) throws IOException {
    Trial trial = way.trial(directory);
    trial.send(Samples.flights().subList(0, LEARNED));
    trial.trainUntilEnd();
    List<String> next = Samples.flights().subList(LEARNED, LEARNED + 1000);
    Path unlabelled =
        Files.write(
            directory.resolve("next.jsonl"),
            next.stream().map(line -> line.replaceAll(",\"delayed\":[^,}]*", "")).toList());

    ModelVersion version = trial.exportedVersion();

    CommandRun run =
        CommandRun.inThisJvm(trial.command("predict", "--input", unlabelled.toString()));

    run.requireDone();
    requireSameOfReplica(trial, next, run.out());
    IndependentConsumer byReadme = new IndependentConsumer(version);
    assertThat(isInBlocks(trial)).isEqualTo(way == Way.BLOCKS);
    assertThat(run.out()).hasSize(next.size());
    for (int i = 0; i < next.size(); i++) {
      JsonNode answer = JSON.readTree(run.out().get(i));
      assertThat(answer.propertyNames()).containsExactly("prediction", "version");
      assertThat(answer.get("version").asLong()).isEqualTo(version.version());
      assertThat(answer.get("prediction").asDouble())
          .isCloseTo(byReadme.predict(next.get(i)), within(1e-6));
    }
  }

  private static void requireSameOfReplica(
      Trial trial, List<String> samples, List<String> answers) {
    Settings settings = trial.settings();
    KafkaVersions kafka = new KafkaVersions(settings.kafka());
    try (ModelReplica replica =
        ModelReplica.follow(kafka, settings.topics().parameters(), settings.modelName())) {
      assertThat(replica.awaitVersion(1).block(Duration.ofSeconds(30))).isNotNull();
      for (int i = 0; i < samples.size(); i++) {
        float prediction = JSON.readTree(answers.get(i)).get("prediction").floatValue();
        assertThat(replica.predict(samples.get(i).getBytes(UTF_8)).value()).isEqualTo(prediction);
      }
    }
  }

  private static boolean isInBlocks(Trial trial) {
    return trial.committed().records(trial.settings().topics().parameters()).stream()
        .anyMatch(record -> new String(record.key(), UTF_8).contains("/"));
  }

  @Test
  void predict_linesThatAreNoSamples_haveAnErrorInTheirPlace() throws IOException {
    Trial trial = Trial.of(directory, "digits");
    trial.send(Samples.digits());
    trial.trainUntilEnd();
    trial.exportedVersion();
    List<String> lines = List.of("no JSON", Samples.digits().get(0), "{\"pixels\":[1]}");
    Path input = Files.write(directory.resolve("lines.jsonl"), lines);

    CommandRun run = CommandRun.inThisJvm(trial.command("predict", "--input", input.toString()));

    run.requireDone();
    assertThat(run.out().get(0)).startsWith("{\"error\":\"not JSON: ");
    assertThat(run.out().get(2)).startsWith("{\"error\":\"pixels must be ");
    JsonNode digit = JSON.readTree(run.out().get(1));
    assertThat(digit.propertyNames())
        .containsExactly("prediction", "probability", "probabilities", "version");
    int predicted = digit.get("prediction").asInt();
    assertThat(digit.get("probabilities").get(predicted)).isEqualTo(digit.get("probability"));
    assertThat(digit.get("probabilities")).hasSize(10);
    assertThat(run.out()).hasSize(3);
  }

  @Test
  void predict_whileVersionsCome_answersEachLineAtOnceByTheNewest() throws IOException {
    Trial trial = Way.JSON.trial(directory);
    trial.send(Samples.flights().subList(0, 1000));
    trial.trainUntilEnd();
    long first = trial.exportedVersion().version();
    String flight = Samples.flights().get(7);
    try (OwnJvm predictor = OwnJvm.start(trial.command("predict"))) {
      predictor.type(flight);
      JsonNode before = JSON.readTree(predictor.await(predictor.result(0)));
      trial.send(Samples.flights().subList(1000, 2000));
      trial.trainUntilEnd();
      ModelVersion newest = trial.exportedVersion();

      JsonNode after = before;
      for (int line = 1; after.get("version").asLong() < newest.version(); line++) {
        predictor.type(flight);
        after = JSON.readTree(predictor.await(predictor.result(line)));
      }

      assertThat(before.get("version").asLong()).isEqualTo(first);
      assertThat(after.get("prediction").asDouble())
          .isNotEqualTo(before.get("prediction").asDouble())
          .isCloseTo(new IndependentConsumer(newest).predict(flight), within(1e-6));
      assertThat(predictor.terminate().code()).isZero();
    }
  }

  @Test
  void predict_beforeTheFirstVersion_saysHowToMendIt() throws IOException {
    Trial trial = Trial.of(directory, "flights");
    String[] command = trial.command("predict", "--input", "config/data/flights.jsonl.gz");

    CommandRun withoutTopics = CommandRun.inThisJvm(command);
    trial.createTopics(1);
    CommandRun run = CommandRun.inThisJvm(command);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly(
            "gradstream: topic %s has no version of model %s yet: train it first"
                .formatted(trial.settings().topics().parameters(), trial.settings().modelName()));
    assertThat(run.out()).isEmpty();
    assertThat(withoutTopics).isEqualTo(run);
  }

  @Test
  void predict_byAConfigurationThatHasChanged_answersByWhatWasLearnedAndSaysSo()
      throws IOException {
    Trial trial = Way.JSON.trial(directory);
    trial.send(Samples.flights().subList(0, 1000));
    trial.trainUntilEnd();
    IndependentConsumer byReadme = new IndependentConsumer(trial.exportedVersion());
    String flight = Samples.flights().get(7);
    Path input = Files.writeString(directory.resolve("one.jsonl"), flight);
    String changed = Files.readString(trial.config()).replace("buckets: 512", "buckets: 64");
    Path config = Files.writeString(directory.resolve("changed.yaml"), changed);

    CommandRun run =
        CommandRun.inThisJvm("predict", "--config", config.toString(), "--input", input.toString());

    run.requireDone();
    assertThat(run.err())
        .anyMatch(line -> line.contains(": sample.features[1].buckets was 512, is 64 ("));
    assertThat(JSON.readTree(run.out().get(0)).get("prediction").asDouble())
        .isCloseTo(byReadme.predict(flight), within(1e-6));
  }
}
