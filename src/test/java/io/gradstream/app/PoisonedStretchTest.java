package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A thousand absurd samples in a row cost a learner nothing of what it learned. */
class PoisonedStretchTest {
  private static final int BEFORE = 2_000;
  private static final int POISON = 1_000;
  private static final int AFTER = 2_000;

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
    boolean binary = loss.equals("bce");
    String yaml = configuration(scale, model, loss, optimizer);
    List<String> good = samples(binary, BEFORE + AFTER, "p");
    List<String> poisoned = new ArrayList<>(good);
    poisoned.addAll(BEFORE, poison(binary));

    ReplayTrial with = replay(yaml, poisoned);
    ReplayTrial without = replay(yaml, good);

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
    String yaml = configuration("standard", "linear", "mse", "{type: adam, learningRate: 0.01}");
    List<String> samples = new ArrayList<>(samples(false, BEFORE, "p"));
    samples(false, 12_000, "p").forEach(each -> samples.add(each.replace("}", "e6}")));

    ReplayTrial trial = replay(yaml, samples);

    trial.run().requireDone();
    assertThat(trial.deadLetters().size()).isEqualTo(10_000);
    assertThat(trial.summary().required("samples").intValue()).isEqualTo(BEFORE + 2_000);
  }

  @Test
  void guard_thatIsOff_letsEverythingThrough() {
    String yaml =
        configuration("standard", "linear", "mse", "{type: adam, learningRate: 0.01}")
            + "guard: {deviations: 0, gradient: 0}\n";
    List<String> samples = new ArrayList<>(samples(false, BEFORE, "p"));
    samples.add(sample(new double[] {1, 0.5, 1}, "1e6"));

    ReplayTrial trial = replay(yaml, samples);

    trial.requireLearned(BEFORE + 1);
  }

  @Test
  void samplesKeptOut_areToldWithTheirNumbersAndCounted() {
    String yaml = configuration("standard", "linear", "mse", "{type: adam, learningRate: 0.01}");
    List<String> samples = new ArrayList<>(samples(false, BEFORE, "p"));
    samples.add(sample(new double[] {1, 0.5, 1}, "1e6"));
    samples.add(sample(new double[] {1, -1e9, 1}, "2"));

    ReplayTrial trial = replay(yaml, samples);

    assertThat(trial.deadLetters().get(0).required("reason").stringValue())
        .startsWith("y must be within guard.deviations and what was seen: 1000000.0 is ")
        .contains(" deviations from a mean of ");
    assertThat(trial.deadLetters().get(1).required("reason").stringValue())
        .startsWith("b must be within guard.deviations and what was seen: -1.0E9 is ");
    assertThat(trial.summary().required("keptOut").intValue()).isEqualTo(2);
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

  private static List<String> poison(boolean binary) {
    List<String> poison = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < POISON; i++) {
      double[] x = features(random);
      poison.add(
          switch (i % 4) {
            case 0 -> sample(new double[] {x[0], 1e30, x[2]}, binary ? "1" : "2.0");
            case 1 -> sample(new double[] {-1e30, -1e30, 1e30}, binary ? "0" : "2.0");
            case 2 -> "{\"a\": NaN, \"b\": NaN, \"c\": NaN, \"y\": NaN}";
            default -> sample(x, binary ? "1e6" : label(x, random, "p") + "e6");
          });
    }
    return poison;
  }

  private static List<String> samples(boolean binary, int count, String loss) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              double[] x = features(random);
              String y = label(x, random, loss);
              return sample(x, binary ? (Double.parseDouble(y) > 2 ? "1" : "0") : y);
            })
        .toList();
  }

  private static double[] features(SplittableRandom random) {
    return new double[] {
      random.nextGaussian(), 0.5 + random.nextGaussian(), 0.2 * random.nextGaussian() + 1
    };
  }

  private static String label(double[] x, SplittableRandom random, String loss) {
    double y = 2 + 0.5 * x[0] - 0.3 * x[1] + 0.2 * x[2] + 0.2 * random.nextGaussian();
    return String.format(Locale.ROOT, "%.4f", Math.max(0.1, y));
  }

  private static String sample(double[] x, String y) {
    return "{\"a\": %s, \"b\": %s, \"c\": %s, \"y\": %s}".formatted(x[0], x[1], x[2], y);
  }

  private static String configuration(String scale, String model, String loss, String optimizer) {
    String last = loss.equals("bce") ? ", {type: sigmoid}" : "";
    String hidden = model.equals("linear") ? "" : "{type: linear, out: 8}, {type: relu}, ";
    return """
        input: {topic: t}
        sample:
          features:
            - {field: a, type: numeric, scale: %1$s}
            - {field: b, type: numeric, scale: %1$s}
            - {field: c, type: numeric, scale: %1$s}
          label: {field: y, type: %2$s}
        model: {layers: [%3$s{type: linear, out: 1}%4$s]}
        loss: {type: %5$s}
        optimizer: %6$s
        batch: {mode: single}
        """
        .formatted(scale, loss.equals("bce") ? "binary" : "numeric", hidden, last, loss, optimizer);
  }
}
