package io.gradstream.app;

import static io.gradstream.app.PoisonedSamples.AFTER;
import static io.gradstream.app.PoisonedSamples.BEFORE;
import static io.gradstream.app.PoisonedSamples.POISON;
import static io.gradstream.app.PoisonedSamples.configuration;
import static io.gradstream.app.PoisonedSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A thousand absurd samples in a row cost a learner nothing of what it learned. */
class PoisonedStretchTest {
  private static final String STANDARD =
      yaml("standard", "linear", "mse", "{type: adam, learningRate: 0.01}");
  private static final PoisonedSamples SAMPLES = new PoisonedSamples(7, false);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none     | linear  | mse     | {type: sgd, learningRate: 0.01}",
        "standard | linear  | mse     | {type: sgd, learningRate: 0.01}",
        "none     | network | mse     | {type: sgd, learningRate: 0.01}",
        "robust   | network | mse     | {type: sgd, learningRate: 0.01}",
        "none     | linear  | mse     | {type: adam, learningRate: 0.01}",
        "minmax   | linear  | huber   | {type: adam, learningRate: 0.01}",
        "standard | network | l1      | {type: adam, learningRate: 0.01}",
        "none     | network | bce     | {type: adam, learningRate: 0.01}",
        "none     | linear  | bce     | {type: ftrl, alpha: 0.1}",
        "standard | linear  | mse     | {type: ftrl, alpha: 0.1}",
        "none     | network | mse     | {type: ftrl, alpha: 0.01}",
        "standard | network | bce     | {type: ftrl, alpha: 0.1}",
        "none     | linear  | poisson_nll | {type: adam, learningRate: 0.001}"
      })
  void stretch_ofAbsurdSamples_leavesTheLossBehindItAsItWas(
      String scale, String model, String loss, String optimizer) {
    String yaml = yaml(scale, model, loss, optimizer);

    requireUnhurt(yaml, new PoisonedSamples(7, loss.equals("bce")));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14})
  void stretch_inStreamsOfOtherSeeds_leavesTheLossBehindItAsItWas(long seed) {
    requireUnhurt(
        yaml("none", "network", "mse", "{type: adam, learningRate: 0.01}"),
        new PoisonedSamples(seed, false));
    requireUnhurt(
        yaml("standard", "linear", "bce", "{type: ftrl, alpha: 0.1}"),
        new PoisonedSamples(seed, true));
  }

  private void requireUnhurt(String yaml, PoisonedSamples samples) {
    ReplayTrial with = replay(yaml, samples.poisoned());
    ReplayTrial without = replay(yaml, samples.good());

    with.run().requireDone();
    assertThat(with.deadLetters().size()).isEqualTo(POISON);
    assertThat(lossBehind(with)).isCloseTo(lossBehind(without), withPercentage(2));
  }

  /**
   * What stands under keys that nobody knows beforehand has no figures: there it is the gradient.
   */
  @ParameterizedTest
  @CsvSource({"single, 1", "single, 7", "single, 1000", "mini-batch, 1", "mini-batch, 50"})
  void gradients_farLongerThanUsual_areLeftOutWheneverVersionsAreTaken(
      String mode, int everySteps) {
    List<String> samples = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 4_000; i++) {
      double a = random.nextGaussian();
      boolean absurd = i > 3_000 && i % 50 == 0;
      samples.add(
          "{\"m\": {\"k%d\": %s, \"n\": %s}, \"y\": %s}"
              .formatted(random.nextInt(5), a, absurd ? "-3e7" : "1", 2 * a));
    }

    ReplayTrial trial = replay(mapped(mode, everySteps), samples);

    trial.run().requireDone();
    assertThat(trial.deadLetters().size()).isEqualTo(19);
    assertThat(trial.deadLetters().get(0).required("reason").stringValue())
        .startsWith("the gradient must be within guard.gradient: ")
        .endsWith(" times what is usual");
    ReplayTrial often = replay(mapped(mode, 3), samples);
    assertThat(trial.newest().required("parameters"))
        .isEqualTo(often.newest().required("parameters"));
    assertThat(trial.newest().required("metrics")).isEqualTo(often.newest().required("metrics"));
  }

  private static String mapped(String mode, int everySteps) {
    return """
        input: {topic: t}
        sample:
          features: [{field: m, type: map, buckets: 64}]
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.01}
        batch: {mode: %s, size: 8}
        publish: {everySteps: %d}
        """
        .formatted(mode, everySteps);
  }

  /** A unit that changes for good is learned, once that is beyond doubt. */
  @Test
  void world_thatHasChanged_isBelievedInTheEnd() {
    List<String> samples = new ArrayList<>(SAMPLES.good(BEFORE));
    SAMPLES.good(12_000).forEach(each -> samples.add(each.replace("}", "e6}")));

    ReplayTrial trial = replay(STANDARD, samples);

    trial.run().requireDone();
    assertThat(trial.deadLetters().size()).isEqualTo(10_000);
    assertThat(trial.summary().required("samples").intValue()).isEqualTo(BEFORE + 2_000);
  }

  @Test
  void guard_thatIsOff_letsEverythingThrough() {
    String yaml = STANDARD + "guard: {deviations: 0, gradient: 0}\n";
    List<String> samples = new ArrayList<>(SAMPLES.good(BEFORE));
    samples.add(sample(new double[] {1, 0.5, 1}, "1e6"));

    ReplayTrial trial = replay(yaml, samples);

    trial.requireLearned(BEFORE + 1);
  }

  @Test
  void samplesKeptOut_areToldWithTheirNumbersAndCounted() {
    List<String> samples = new ArrayList<>(SAMPLES.good(BEFORE));
    samples.add(sample(new double[] {1, 0.5, 1}, "1e6"));
    samples.add(sample(new double[] {1, -1e9, 1}, "2"));

    ReplayTrial trial = replay(STANDARD, samples);

    assertThat(trial.deadLetters().get(0).required("reason").stringValue())
        .startsWith("y must be within guard.deviations and what was seen: 1000000.0 is ")
        .contains(" deviations from a mean of ");
    assertThat(trial.deadLetters().get(1).required("reason").stringValue())
        .startsWith("b must be within guard.deviations and what was seen: -1.0E9 is ");
    assertThat(trial.summary().required("keptOut").intValue()).isEqualTo(2);
  }

  private static String yaml(String scale, String model, String loss, String optimizer) {
    List<String> lines = new ArrayList<>(configuration(scale, model, loss, optimizer));
    lines.add("input: {topic: t}\n");
    return String.join("\n", lines);
  }

  private ReplayTrial replay(String yaml, List<String> samples) {
    return ReplayTrial.of(directory, yaml, "a.jsonl", String.join("\n", samples));
  }

  private static double lossBehind(ReplayTrial trial) {
    List<JsonNode> predictions = trial.predictions();
    return predictions.subList(BEFORE, BEFORE + AFTER).stream()
        .mapToDouble(each -> each.required("loss").doubleValue())
        .average()
        .orElseThrow();
  }
}
