package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The learner beside PyTorch, over random configurations and samples: {@code mvn verify -Ppytorch};
 * one alone with {@code -Dpytorch.seed=N}. What it made is left in {@code target/pytorch}.
 *
 * <p>PyTorch computes in float64, so what differs is float32's rounding, 6e-8 of a number each time
 * one is made; what has been made of it by then grows with the steps as a random walk does, and is
 * told from 0 no better than from the largest number of its tensor. A learning rate that is a
 * thousandth off must be told in nearly all, so no factor of a formula can be wrong by that little.
 */
class PyTorchComparison {
  private static final Path FOLDER = Path.of("target/pytorch");
  private static final String EXPECTED = "expected.json";
  private static final String PLANTED = "planted.json";
  private static final String PYTHON = "/usr/bin/python3";
  private static final int CONFIGURATIONS = 300;
  private static final int SAMPLES = 80;

  /** Of a number after one step; times the root of the steps. */
  private static final double TOLERANCE = 1e-6;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static LongStream seeds() {
    Long one = Long.getLong("pytorch.seed");
    return one == null ? LongStream.rangeClosed(1, CONFIGURATIONS) : LongStream.of(one);
  }

  @BeforeAll
  static void learnAndFollow() throws IOException, InterruptedException {
    requirePyTorch();
    // Dead letters and settings without an effect are part of it.
    ((Logger) LoggerFactory.getLogger("io.gradstream")).setLevel(Level.ERROR);
    clear(FOLDER);
    for (long seed : seeds().toArray()) {
      learn(seed);
    }
    run("src/test/python/pytorch/follow.py", FOLDER.toString());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void replay_ofARandomConfiguration_learnsWhatPyTorchDoes(long seed) throws IOException {
    firstDifference(seed, EXPECTED).ifPresent(difference -> fail(difference));
  }

  @Test
  void replay_besideARateThatIsAThousandthOff_differs() throws IOException {
    List<Long> planted =
        seeds().filter(seed -> Files.exists(folder(seed).resolve(PLANTED))).boxed().toList();
    List<Long> unnoticed = new ArrayList<>();
    for (long seed : planted) {
      if (firstDifference(seed, PLANTED).isEmpty()) {
        unnoticed.add(seed);
      }
    }

    assertThat(planted).isNotEmpty();
    assertThat(unnoticed.size() * 20).isLessThanOrEqualTo(Math.max(20, planted.size()));
  }

  private static void learn(long seed) throws IOException {
    Path folder = Files.createDirectories(folder(seed));
    RandomLearning learning = new RandomLearning(seed);
    Path initial = folder.resolve("initial.safetensors");
    Path config = folder.resolve("config.yaml");
    String yaml = learning.yaml();
    Files.writeString(config, yaml.replaceAll("(?m)^ *initial: .*\n", ""));
    Learner untrained = new LearnerFactory(Settings.read(config, Map.of())).get();
    Files.write(
        initial,
        learning.startsFromFile()
            ? random(untrained, seed)
            : new SafetensorsVersionCodec()
                .encode(untrained.snapshot(Offsets.none(), Instant.EPOCH).version()));
    Files.writeString(config, yaml.replace("initial.safetensors", initial.toString()));
    Path samples = folder.resolve(learning.samplesFile());
    Files.write(samples, learning.samples(SAMPLES));
    CommandRun.inThisJvm(
            "replay",
            "--config",
            config.toString(),
            "--input",
            samples.toString(),
            "--predictions",
            folder.resolve("predictions.jsonl").toString(),
            "--export",
            folder.resolve("model.safetensors").toString())
        .requireDone();
  }

  /** Other parameters of the same shapes. */
  private static byte[] random(Learner learner, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new TreeMap<>(learner.parameters());
    tensors
        .values()
        .forEach(
            tensor -> {
              for (int i = 0; i < tensor.size(); i++) {
                tensor.data()[i] = (float) (0.4 * random.nextGaussian());
              }
            });
    return new SafetensorsCodec().encode(new SafetensorsFile(Map.of(), tensors));
  }

  private static Path folder(long seed) {
    return FOLDER.resolve("%03d".formatted(seed));
  }

  /** What is not as PyTorch has it, told with seed, file and both numbers. */
  private static Optional<String> firstDifference(long seed, String of) throws IOException {
    JsonNode expected = JSON.readTree(Files.readString(folder(seed).resolve(of)));
    double allowed = TOLERANCE * Math.sqrt(expected.get("steps").asInt() + 1);
    Optional<String> difference = predictions(seed, expected, allowed);
    if (difference.isEmpty()) {
      difference = parameters(seed, expected, allowed);
    }
    return difference.map(
        what ->
            "seed %d: %s (%s; again with -Dpytorch.seed=%d)"
                .formatted(seed, what, folder(seed).resolve("config.yaml"), seed));
  }

  private static Optional<String> parameters(long seed, JsonNode expected, double allowed)
      throws IOException {
    Map<String, Tensor> model =
        new SafetensorsCodec()
            .decode(Files.readAllBytes(folder(seed).resolve("model.safetensors")))
            .tensors();
    assertThat(model.keySet()).containsExactlyInAnyOrderElementsOf(names(expected));
    for (String name : model.keySet()) {
      float[] actual = requireNonNull(model.get(name)).data();
      double[] numbers = numbers(expected.get("parameters").get(name));
      double largest = 0;
      for (double number : numbers) {
        largest = Math.max(largest, Math.abs(number));
      }
      for (int i = 0; i < numbers.length; i++) {
        if (!(Math.abs(actual[i] - numbers[i]) <= allowed * (0.1 + largest))) {
          return Optional.of("%s[%d] must be %s: %s".formatted(name, i, numbers[i], actual[i]));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> predictions(long seed, JsonNode expected, double allowed)
      throws IOException {
    List<String> lines = Files.readAllLines(folder(seed).resolve("predictions.jsonl"));
    assertThat(lines).hasSize(expected.get("predictions").size());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = JSON.readTree(lines.get(i));
      double[] numbers = numbers(expected.get("predictions").get(i));
      JsonNode prediction =
          line.has("probability") ? line.get("probability") : line.get("prediction");
      double[] actual = {prediction.asDouble(), line.get("loss").asDouble()};
      for (int k = 0; k < 2; k++) {
        if (!(Math.abs(actual[k] - numbers[k]) <= allowed * (1 + Math.abs(numbers[k])))) {
          return Optional.of(
              "%s of sample %d must be %s: %s"
                  .formatted(k == 0 ? "prediction" : "loss", i + 1, numbers[k], actual[k]));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> names(JsonNode expected) {
    return List.copyOf(expected.get("parameters").propertyNames());
  }

  private static double[] numbers(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }

  private static void requirePyTorch() throws InterruptedException {
    try {
      Process asked =
          new ProcessBuilder(PYTHON, "-c", "import torch, yaml").redirectErrorStream(true).start();
      asked.getInputStream().readAllBytes();
      if (asked.waitFor() == 0) {
        return;
      }
    } catch (IOException absent) {
      // Told below.
    }
    fail(PYTHON + " must have PyTorch: apt-get install --no-install-recommends python3-torch");
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-B"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
