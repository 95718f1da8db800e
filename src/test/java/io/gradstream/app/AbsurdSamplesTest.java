package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** No sample ends a run: those that cannot be learned are left out, and all others learned. */
class AbsurdSamplesTest {
  private static final List<String> ABSURD =
      List.of(
          sample(1, "a", "1e25", "1"),
          sample(1, "a", "-3e38", "1"),
          sample(1, "a", "1", "1e38"),
          "{\"x\": 1e20, \"c\": \"b\", \"y\": 1, \"w\": 1}",
          "{\"x\": -3e38, \"c\": \"b\", \"y\": 1, \"w\": 1}");

  @TempDir private Path directory;

  /** The sample of the third line has a loss that is none, and its gradient is clipped. */
  @Test
  void label_beyondWhatALossCanBe_isLeftOut() {
    String yaml =
        """
        input: {topic: t}
        sample:
          features: [{field: x, type: numeric}]
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.1}
        batch: {mode: single}
        clip: {type: norm, max: 1.0}
        """;

    ReplayTrial trial =
        ReplayTrial.of(
            directory,
            yaml,
            "a.jsonl",
            "{\"x\":1,\"y\":1}\n{\"x\":1,\"y\":2}\n{\"x\":1,\"y\":1e25}\n{\"x\":1,\"y\":1}\n");

    assertThat(trial.run().requireDone().count("samples")).isEqualTo(3);
    assertThat(trial.predictions()).hasSize(3);
    assertThat(trial.deadLetters()).hasSize(1);
    assertThat(trial.deadLetters().get(0).toString())
        .isEqualTo(
            "{\"file\":\"a.jsonl\",\"offset\":2,\"reason\":\"the loss must be finite: Infinity\","
                + "\"value\":\"{\\\"x\\\":1,\\\"y\\\":1e25}\"}");
  }

  /** With a step a sample, the model is the one that comes of the others alone, bit for bit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none     | mse       | {type: sgd, learningRate: 0.01}",
        "standard | mse       | {type: sgd, learningRate: 0.01, momentum: 0.9}",
        "robust   | mse       | {type: adam, learningRate: 0.01}",
        "minmax   | l1        | {type: adagrad, learningRate: 0.1}",
        "none     | smooth_l1 | {type: ftrl, alpha: 0.1}",
        "standard | huber     | {type: dog}",
        "robust   | l1        | {type: cocob}"
      })
  void samples_thatCannotBeLearned_leaveNoTrace(String scale, String loss, String optimizer) {
    String yaml = configuration("{mode: single}", scale, loss, optimizer);
    List<String> samples = poisoned(120);

    ReplayTrial trial = replay(yaml, samples);
    List<String> others = new ArrayList<>(samples);
    leftOut(trial).stream().sorted((a, b) -> Long.compare(b, a)).forEach(at -> remove(others, at));
    ReplayTrial without = replay(yaml, others);
    trial.run().requireDone();

    assertThat(leftOut(trial)).isNotEmpty();
    assertThat(without.deadLetters()).isEmpty();
    requireEqual(trial.newest(), without.newest());
    assertThat(trial.predictions()).isEqualTo(without.predictions());
  }

  private static void remove(List<String> samples, long at) {
    samples.remove((int) at);
  }

  /** In a batch, the others are learned without them. */
  @ParameterizedTest
  @ValueSource(strings = {"{mode: mini-batch, size: 16}", "{mode: full, size: 16, epochs: 3}"})
  void batch_withSuchSamples_isLearnedWithoutThem(String batch) {
    ReplayTrial trial = replay(linear(batch), poisoned(120));

    assertThat(trial.run().requireDone().count("samples")).isEqualTo(120);
    assertThat(leftOut(trial)).isEqualTo(Set.of(0L, 11L, 49L, 88L, 89L));
    assertThat(trial.deadLetters()).hasSize(5);
    assertThat(DoubleStream.of(trial.parameter("0.weight"))).allMatch(Double::isFinite);
    assertThat(DoubleStream.of(trial.parameter("0.weight"))).anyMatch(weight -> weight != 0);
  }

  /** However it is paced, and also where it cannot go back to the start. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void samples_leftOut_areTheSameWheneverVersionsAreTaken(int everySteps) {
    String yaml =
        configuration(
            "{mode: mini-batch, size: 4}", "standard", "mse", "{type: adam, learningRate: 0.01}");
    String paced = yaml.replace("everySteps: 1}", "everySteps: %d}".formatted(everySteps));

    requireEqual(replay(paced, poisoned(120)).newest(), replay(yaml, poisoned(120)).newest());
  }

  @Test
  void model_thatHasOutgrownItsSamples_isToldToBeWrong() {
    String yaml = configuration("{mode: single}", "none", "mse", "{type: sgd, learningRate: 9e3}");

    ReplayTrial trial = replay(yaml, good(400));

    assertThat(trial.run().code()).isEqualTo(1);
    assertThat(trial.run().err().get(trial.run().err().size() - 1))
        .contains("the model diverged: its parameters have grown to")
        .endsWith("lower optimizer.learningRate, set clip, or scale the features");
  }

  private ReplayTrial replay(String yaml, List<String> samples) {
    return ReplayTrial.of(directory, yaml, "a.jsonl", String.join("\n", samples));
  }

  private static void requireEqual(JsonNode version, JsonNode other) {
    for (String part : List.of("parameters", "sample", "metrics", "step", "samples")) {
      assertThat(version.get(part)).as(part).isEqualTo(other.get(part));
    }
  }

  private static Set<Long> leftOut(ReplayTrial trial) {
    return trial.deadLetters().stream()
        .map(letter -> letter.required("offset").longValue())
        .collect(Collectors.toSet());
  }

  private static List<String> poisoned(int count) {
    List<String> samples = new ArrayList<>(good(count));
    int[] at = {0, 10, 47, 85, 85};
    for (int i = at.length - 1; i >= 0; i--) {
      samples.add(at[i], ABSURD.get(i));
    }
    return samples;
  }

  private static List<String> good(int count) {
    SplittableRandom random = new SplittableRandom(7);
    return Stream.generate(
            () -> {
              double x = random.nextDouble(-1, 1);
              return sample(x, random.nextBoolean() ? "a" : "b", Double.toString(2 * x), "1");
            })
        .limit(count)
        .toList();
  }

  private static String sample(double x, String c, String y, String w) {
    return "{\"x\": %s, \"c\": \"%s\", \"y\": %s, \"w\": %s}".formatted(x, c, y, w);
  }

  private static String linear(String batch) {
    return configuration(batch, "none", "mse", "{type: sgd, learningRate: 0.01}")
        .replaceFirst("layers: .*]}", "layers: [{type: linear, out: 1}]}");
  }

  private static String configuration(String batch, String scale, String loss, String optimizer) {
    return """
        input: {topic: t}
        sample:
          features:
            - {field: x, type: numeric, scale: %s}
            - {field: c, type: categorical, embedding: 2, vocabulary: {size: 4}}
          label: {field: y, type: numeric}
          weight: w
        model: {layers: [{type: linear, out: 4}, {type: tanh}, {type: dropout}, {type: linear, out: 1}]}
        loss: {type: %s}
        optimizer: %s
        batch: %s
        publish: {everySteps: 1}
        """
        .formatted(scale, loss, optimizer, batch);
  }
}
