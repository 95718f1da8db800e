package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.config.Settings;
import io.gradstream.pipeline.simulate.ClusterCosts;
import io.gradstream.pipeline.simulate.MemberCosts;
import io.gradstream.pipeline.simulate.ScaleSimulation;
import io.gradstream.pipeline.simulate.SimulatedRun;
import io.gradstream.pipeline.simulate.SimulatedTopic;
import io.gradstream.pipeline.simulate.SimulationCosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What several members lose against one that learns all in the same rounds, where all of them
 * always learn at the same time.
 */
class ScaledLossTest {
  private static final int SAMPLES = 20_000;
  private static final int FIELDS = 6;
  private static final int CATEGORIES = 200;

  /** A round takes as long as its samples do. */
  private static final SimulationCosts COSTS =
      new SimulationCosts(
          new MemberCosts(50_000, 100_000, 1, 1),
          new ClusterCosts(
              Duration.ofMillis(1),
              Duration.ofMillis(3),
              Duration.ZERO,
              0.5,
              Duration.ofMillis(1),
              Duration.ZERO,
              Duration.ofMillis(3),
              1e9),
          Optional.empty());

  @TempDir private Path directory;

  @Test
  void run_overFlights_isWithinOnePercentOfOneMember() throws IOException {
    String yaml = Files.readString(Path.of("config/flights.yaml"));

    requireWithinOnePercent(yaml + "scale: {round: 100}\n", Samples.flights(), 0.55);
  }

  /** With what is taken where none is named, and with what most use for categories. */
  @ParameterizedTest
  @CsvSource({"newton, average, 0.56", "adagrad, average, 0.55", "adagrad, sum, 0.55"})
  void run_overCategoriesThatAreMade_isWithinOnePercentOfOneMember(
      String optimizer, String merge, double most) throws IOException {
    StringBuilder yaml = new StringBuilder("name: made\ninput: {topic: made}\nsample:\n");
    yaml.append("  buckets: 8192\n  features:\n");
    for (int field = 0; field < FIELDS; field++) {
      yaml.append("    - {field: c%d, type: categorical}\n".formatted(field));
    }
    yaml.append("    - {cross: [c0, c1]}\n  label: {field: y, type: binary}\n");
    yaml.append("model: {layers: [{type: linear, out: 1}]}\nloss: {type: bce_with_logits}\n");
    yaml.append("batch: {mode: single}\nscale: {round: 100, merge: %s}\n".formatted(merge));
    yaml.append(optimizer.equals("adagrad") ? "optimizer: {type: adagrad, learningRate: 0.2}" : "");

    requireWithinOnePercent(yaml.toString(), made(), most);
  }

  private void requireWithinOnePercent(String yaml, List<String> records, double most)
      throws IOException {
    Path file = directory.resolve("scaled.yaml");
    Files.writeString(file, yaml);
    Settings settings = Settings.read(file);

    SimulatedRun one = simulation(settings, records).run(1);

    for (int members : List.of(2, 4)) {
      SimulatedRun run = simulation(settings, records).run(members);
      assertThat(run.samples()).isEqualTo(SAMPLES);
      assertThat(run.medianStaleness()).as("others learn meanwhile").isPositive();
      assertThat(logLoss(run))
          .as("%d members", members)
          .isLessThan(most)
          .isCloseTo(logLoss(one), withinPercentage(1));
    }
  }

  private static double logLoss(SimulatedRun run) {
    return (Double) requireNonNull(run.metrics().get("logLoss"));
  }

  private static ScaleSimulation simulation(Settings settings, List<String> records) {
    InputFormat format = InputFormat.ofWholeSamples(settings);
    return new ScaleSimulation(
        new LearnerFactory(settings),
        learner -> format.labelled(learner.sample()),
        settings.scale().orElseThrow(),
        settings.publish(),
        new SimulatedTopic(
            settings.topics().input(),
            records.stream().map(each -> each.getBytes(UTF_8)).toList(),
            SAMPLES,
            4),
        COSTS);
  }

  /** Few of a field's categories are common, and each has a weight of its own. */
  private static List<String> made() {
    SplittableRandom random = new SplittableRandom(4);
    return IntStream.range(0, SAMPLES).mapToObj(i -> made(random)).toList();
  }

  private static String made(SplittableRandom random) {
    StringBuilder json = new StringBuilder("{");
    double logit = 0;
    for (int field = 0; field < FIELDS; field++) {
      double share = random.nextDouble();
      int category = (int) (CATEGORIES * share * share * share);
      logit += weight(field, category);
      json.append("\"c%d\":\"k%d\",".formatted(field, category));
    }
    boolean yes = random.nextDouble() < 1 / (1 + Math.exp(-logit));
    return json.append("\"y\":").append(yes ? 1 : 0).append('}').toString();
  }

  private static double weight(int field, int category) {
    return new SplittableRandom(1_000L * field + category).nextDouble(-1.5, 1.5);
  }
}
