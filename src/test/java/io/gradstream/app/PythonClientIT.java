package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.config.Settings;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.Missing;
import io.gradstream.data.Scale;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.nn.LayerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The distribution's Python module answers as {@code predict} does. */
@ExtendWith(SharedBroker.class)
class PythonClientIT {
  private static final JsonMapper JSON_MAPPER = JsonMapper.builder().build();
  private static final int LEARNED = 1500;
  private static final int PREDICTED = 1000;

  private static final String DEEP =
      "model: {layers: [{type: linear, out: 16}, {type: relu}, {type: layer_norm},"
          + " {type: linear, out: 12}, {type: elu, alpha: 0.7}, {type: dropout, probability: 0.1},"
          + " {type: linear, out: 12}, {type: gelu}, {type: linear, out: 8}, {type: silu},"
          + " {type: linear, out: 8, bias: false}, {type: softplus, beta: 2},"
          + " {type: linear, out: 8}, {type: leaky_relu}, {type: linear, out: 8}, {type: tanh},"
          + " {type: linear, out: 1}]}";

  private static final String CLASSES =
      "sample: {features: [{field: kind, type: numeric}, {field: x, type: numeric, scale: minmax}],"
          + " label: {field: y, type: class, classes: [low, middle, high]}}";

  private static final String SHALLOW =
      "model: {layers: [{type: embedding, entries: 5, size: 4}, {type: linear, out: 8},"
          + " {type: sigmoid}, {type: linear, out: 6}, {type: softmax}, {type: linear, out: 3},"
          + " {type: log_softmax}]}";

  private static final String KEYED =
      "sample: {features: [{field: x, type: numeric, scale: standard, missing: mean},"
          + " {slope: x, per: [z], mean: 0.3, deviation: 2, clip: 1, buckets: 4, missing: zero},"
          + " {field: z, type: numeric, scale: minmax}],"
          + " label: {field: y, type: numeric, scale: standard}}";

  private static final Pattern BLOCK = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

  private static final String DISTANCE_AND_ORIGIN =
      "{features: [{field: distance, type: numeric, scale: standard},"
          + " {field: origin, type: categorical, buckets: 64}],"
          + " label: {field: delayed, type: binary}}";

  @TempDir private Path directory;

  /** How versions are published, and of what. */
  enum Way {
    JSON(
        1 << 20,
        EverySample.section(256, "type: numeric, scale: {type: robust, clip: 3}"),
        DEEP,
        "loss: {type: mse}"),
    SAFETENSORS(1 << 20, CLASSES, SHALLOW, "loss: {type: nll}"),
    KEYS(
        1 << 20,
        KEYED,
        "perKey: {field: device, most: 5}",
        "model: {layers: [{type: linear, out: 3}, {type: tanh}, {type: linear, out: 1}]}",
        "loss: {type: mse}"),
    BLOCKS(16 << 10, EverySample.section(1 << 15), DEEP, "loss: {type: bce_with_logits}");

    private final int limit;
    private final List<String> sections;

    Way(int limit, String... sections) {
      this.limit = limit;
      this.sections = List.of(sections);
    }

    Trial trial(Path directory) throws IOException {
      String format = this == SAFETENSORS ? "safetensors" : "json";
      Stream<String> others =
          Stream.of(
              "optimizer: {type: adam, learningRate: 0.01}",
              "batch: {mode: mini-batch, size: 8}",
              "publish: {format: %s, everySteps: 10}".formatted(format));
      return Trial.of(
          directory, "flights", Stream.concat(sections.stream(), others).toArray(String[]::new));
    }

    List<String> samples(int count) {
      SplittableRandom random = new SplittableRandom(7);
      return switch (this) {
        case JSON, BLOCKS -> new EverySample(7).take(count);
        case SAFETENSORS -> Stream.generate(() -> classified(random)).limit(count).toList();
        case KEYS -> Stream.generate(() -> keyed(random)).limit(count).toList();
      };
    }

    /** Of a text, a number, or nobody; some have no x. */
    private static String keyed(SplittableRandom random) {
      int device = random.nextInt(20);
      String key = device % 2 == 0 ? "\"d/é%d\"".formatted(device) : device + ".0";
      double x = random.nextGaussian();
      String who = random.nextInt(30) == 0 ? "" : "\"device\": %s, ".formatted(key);
      String what = random.nextInt(10) == 0 ? "" : "\"x\": %s, ".formatted(x);
      double y = (device + x * device) / 40;
      return "{%s%s\"z\": %d, \"y\": %s}".formatted(who, what, device % 3, y);
    }

    private static String classified(SplittableRandom random) {
      double x = random.nextGaussian();
      int kind = random.nextInt(5);
      String y = x + kind < 1 ? "low" : x + kind < 3 ? "middle" : "high";
      return "{\"kind\": %d, \"x\": %s, \"y\": \"%s\"}".formatted(kind, x, y);
    }
  }

  @BeforeEach
  void needPython() throws InterruptedException {
    Python.assume("numpy, confluent_kafka", "python3-numpy python3-confluent-kafka");
  }

  @ParameterizedTest
  @EnumSource
  void predict_samplesToCome_areWhatTheCommandPredicts(Way way) throws Exception {
    Trial trial = way.trial(directory);
    trial.createTopics(1);
    trial.committed().limit(trial.settings().topics().parameters(), way.limit);
    List<String> samples = way.samples(LEARNED + PREDICTED);
    trial.send(samples.subList(0, LEARNED));
    trial.trainUntilEnd();
    Path next =
        Files.write(directory.resolve("next"), samples.subList(LEARNED, LEARNED + PREDICTED));
    CommandRun expected =
        CommandRun.inThisJvm(trial.command("predict", "--input", next.toString())).requireDone();

    List<String> answers =
        Python.run(
            "src/test/python/client/predict.py",
            trial.settings().kafka().bootstrapServers(),
            trial.settings().topics().parameters(),
            trial.settings().modelName(),
            Long.toString(version(expected)),
            next.toString());

    assertThat(answers).hasSameSizeAs(expected.out()).hasSize(PREDICTED);
    for (int i = 0; i < answers.size(); i++) {
      requireSame(samples.get(LEARNED + i), answers.get(i), expected.out().get(i));
    }
    assertThat(answers.stream().distinct().count()).isGreaterThan(PREDICTED / 2);
    assertThat(hasPatches(trial)).isEqualTo(way == Way.BLOCKS);
  }

  private static long version(CommandRun run) {
    return run.out().stream()
        .map(JSON_MAPPER::readTree)
        .filter(line -> line.has("version"))
        .mapToLong(line -> line.get("version").asLong())
        .max()
        .orElseThrow();
  }

  private static void requireSame(String sample, String answer, String expected) {
    JsonNode ours = JSON_MAPPER.readTree(answer);
    JsonNode theirs = JSON_MAPPER.readTree(expected);
    assertThat(ours.has("error"))
        .as("%s: %s, %s", sample, answer, expected)
        .isEqualTo(theirs.has("error"));
    for (String key : List.of("low", "middle", "high")) {
      requireClose(
          sample, ours.path("probabilities").path(key), theirs.path("probabilities").path(key));
    }
    if (!theirs.has("probabilities")) {
      requireClose(sample, ours.path("prediction"), theirs.path("prediction"));
    }
    assertThat(ours.path("version")).isEqualTo(theirs.path("version"));
  }

  private static void requireClose(String sample, JsonNode ours, JsonNode theirs) {
    assertThat(ours.asDouble(-1)).as(sample).isCloseTo(theirs.asDouble(-1), within(1e-6));
  }

  private static boolean hasPatches(Trial trial) {
    return trial.committed().records(trial.settings().topics().parameters()).stream()
        .anyMatch(record -> new String(record.key(), UTF_8).contains("/patch/"));
  }

  @Test
  void samples_ofThisTest_haveEveryTypeOfFeatureAndLayer() throws IOException {
    List<LearnerSettings> all = new ArrayList<>();
    for (Way way : Way.values()) {
      all.add(way.trial(directory).settings().learner());
    }

    assertThat(all)
        .flatExtracting(each -> each.sample().features())
        .extracting(FeatureSettings::type)
        .contains(FeatureSettings.Type.values());
    assertThat(all)
        .flatExtracting(each -> each.sample().features())
        .extracting(feature -> feature.scale().kind())
        .contains(Scale.Kind.values());
    assertThat(all)
        .flatExtracting(each -> each.sample().features())
        .extracting(FeatureSettings::missing)
        .contains(Missing.values());
    assertThat(all)
        .flatExtracting(each -> each.model().layers())
        .<Class<?>>extracting(Object::getClass)
        .contains(LayerSettings.class.getPermittedSubclasses());
  }

  @Test
  void page_asItStands_predicts() throws Exception {
    Trial trial = Trial.of(directory, "flights", "sample: " + DISTANCE_AND_ORIGIN);
    trial.createTopics(1);
    trial.send(Samples.flights().subList(0, 1000));
    trial.trainUntilEnd();
    Path file = directory.resolve("late.safetensors");
    CommandRun.inThisJvm(trial.command("export", "--to", file.toString())).requireDone();
    Settings settings = trial.settings();

    List<String> followed =
        run(
            shown("Consumer(")
                .replace("localhost:9092", settings.kafka().bootstrapServers())
                .replace("late.parameters", settings.topics().parameters())
                .replace("Model(\"late\")", "Model(\"%s\")".formatted(settings.modelName())));
    List<String> loaded = run(shown("Model.load").replace("late.safetensors", file.toString()));

    assertThat(followed.get(0)).matches("\\d+ \\d+ 0\\.\\d+");
    assertThat(loaded.get(0)).matches("0\\.\\d+");
  }

  @Test
  void accept_whatIsDamaged_isToldOnceAndPassedOver() throws Exception {
    Trial trial = Way.SAFETENSORS.trial(directory);
    trial.send(Way.SAFETENSORS.samples(50));
    trial.trainUntilEnd();
    Path file = directory.resolve("kept.safetensors");
    CommandRun.inThisJvm(trial.command("export", "--to", file.toString())).requireDone();

    List<String> said = Python.run("src/test/python/client/damaged.py", file.toString());

    assertThat(said).last().isEqualTo("done");
  }

  private List<String> run(String program) throws IOException, InterruptedException {
    return Python.run(Files.writeString(directory.resolve("shown.py"), program).toString());
  }

  /** The block with this in it. */
  private static String shown(String part) throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("src/site/markdown/python.md")))
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains(part))
        .findFirst()
        .orElseThrow();
  }
}
