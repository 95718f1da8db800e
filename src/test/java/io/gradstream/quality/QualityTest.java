package io.gradstream.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what is learned without any setting to bounds, with a little room above what it is. */
class QualityTest {
  private static final QualityConfiguration LINEAR = QualityConfiguration.linear("linear", "");
  private static final QualityConfiguration NETWORK = QualityConfiguration.network("network", "");

  @Test
  void flights_ofALinearModelLeftToItself_areLearnedBetterThanByTheirPrior() {
    QualityTrial trial = QualityTrial.of(ShippedStream.FLIGHTS, LINEAR);

    assertThat(trial.figure("logLoss")).isLessThan(0.491);
    assertThat(trial.figure("logLoss")).isLessThan(0.95 * trial.baseline("noSkill", "logLoss"));
  }

  @Test
  void digits_ofALinearModelLeftToItself_areToldApart() {
    QualityTrial trial = QualityTrial.of(ShippedStream.DIGITS, LINEAR);

    assertThat(trial.figure("logLoss")).isLessThan(0.21);
    assertThat(trial.figure("accuracy")).isGreaterThan(0.945);
  }

  /** The one configuration here that is tuned, on these digits. */
  @Test
  void digits_ofProductsOfPixels_areToldApartAsTheConfigurationSays() throws IOException {
    String tuned = Files.readString(Path.of("config", "digits-quadratic.yaml"));

    QualityTrial trial = QualityTrial.of(pixels(), tuned);

    assertThat(trial.figure("logLoss")).isLessThan(0.15);
    assertThat(trial.figure("accuracy")).isGreaterThan(0.96);
  }

  /** The shipped rows of CSV as objects. */
  private static List<String> pixels() throws IOException {
    Path file = Path.of("config", "data", "digits.csv.gz");
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
      List<String> lines = new String(packed.readAllBytes(), UTF_8).lines().toList();
      String[] names = lines.get(0).split(",");
      return lines.stream().skip(1).map(line -> object(names, line.split(","))).toList();
    }
  }

  private static String object(String[] names, String[] values) {
    return IntStream.range(0, names.length)
        .mapToObj(i -> "\"%s\": %s".formatted(names[i], values[i]))
        .collect(joining(", ", "{", "}"));
  }

  @Test
  void diabetes_ofALinearModelLeftToItself_isLearnedFromFewSamples() {
    assertThat(QualityTrial.of(ShippedStream.DIABETES, LINEAR).figure("rmse")).isLessThan(60);
  }

  @Test
  void friedman_ofModelsLeftToThemselves_isLearned() {
    assertThat(QualityTrial.of(MadeStream.FRIEDMAN, LINEAR).figure("rmse")).isLessThan(2.68);
    assertThat(QualityTrial.of(MadeStream.FRIEDMAN, NETWORK).figure("rmse")).isLessThan(1.70);
  }

  @ParameterizedTest
  @CsvSource({"SEA, 0.432", "HYPERPLANE, 0.318", "LATE, 0.415", "RARE, 0.131", "MAGNITUDES, 0.381"})
  void streamsOfYesAndNo_ofALinearModelLeftToItself_haveALogLossBelow(
      MadeStream stream, double bound) {
    assertThat(QualityTrial.of(stream, LINEAR).figure("logLoss")).isLessThan(bound);
  }

  @ParameterizedTest
  @EnumSource(
      value = MadeStream.class,
      names = {"DAILY", "HEAVY", "FRIEDMAN"})
  void streamsOfNumbers_ofALinearModelLeftToItself_areLearnedBetterThanByTheLastLabel(
      MadeStream stream) {
    QualityTrial trial = QualityTrial.of(stream, LINEAR);

    assertThat(trial.figure("rmse")).isLessThan(trial.baseline("noChange", "rmse"));
  }

  /**
   * None drifts as one of them expects all along, and the one whose world turns with the hours does
   * not at all.
   */
  @ParameterizedTest
  @EnumSource(
      value = MadeStream.class,
      names = {"DAILY", "SEA", "RARE", "HYPERPLANE", "LATE"})
  void streams_ofSeveralOptimizers_areLearnedBetterThanByEachAlone(MadeStream stream) {
    double best =
        Stream.of("newton", "normalized", "cocob", "dog")
            .map(each -> QualityConfiguration.linear(each, "{type: %s}".formatted(each)))
            .mapToDouble(each -> figure(stream, each))
            .min()
            .orElseThrow();

    double several = figure(stream, LINEAR);

    assertThat(several).isLessThan(stream == MadeStream.DAILY ? 0.98 * best : best);
  }

  @ParameterizedTest
  @MethodSource("ofNetworks")
  void streams_ofSeveralOptimizersOfANetwork_areLearnedNearlyAsWellAsByTheBest(
      QualityStream stream, double share) {
    double best =
        Stream.of(
                "{type: adagrad, learningRate: 0.1}",
                "{type: adam, learningRate: 0.005}",
                "{type: adagrad, learningRate: 0.2}",
                "{type: adam, learningRate: 0.01}",
                "{type: cocob}")
            .map(each -> QualityConfiguration.network(each, each))
            .mapToDouble(each -> figure(stream, each))
            .min()
            .orElseThrow();

    assertThat(figure(stream, NETWORK)).isLessThan(share * best);
  }

  static Stream<Arguments> ofNetworks() {
    return Stream.of(
        arguments(ShippedStream.DIGITS, 1),
        arguments(ShippedStream.DIABETES, 1.01),
        arguments(MadeStream.FRIEDMAN, 1),
        arguments(MadeStream.SEA, 1),
        arguments(MadeStream.HYPERPLANE, 1),
        arguments(MadeStream.LATE, 1.01),
        arguments(MadeStream.RARE, 1.01),
        arguments(MadeStream.DAILY, 1.01));
  }

  private static double figure(QualityStream stream, QualityConfiguration configuration) {
    String name = stream.loss().equals("mse") ? "rmse" : "logLoss";
    return QualityTrial.of(stream, configuration).figure(name);
  }

  @ParameterizedTest
  @CsvSource({"newton", "normalized"})
  void magnitudes_unscaledOverTwelveOrders_areLearnedAsScaled(String optimizer) {
    MadeStream stream = MadeStream.MAGNITUDES;
    QualityConfiguration own =
        QualityConfiguration.linear(optimizer, "{type: %s}".formatted(optimizer));

    double scaled = QualityTrial.of(stream, own).figure("logLoss");
    double raw =
        QualityTrial.of(stream.rows(), own.yaml(stream, stream.sample("none"))).figure("logLoss");

    assertThat(raw).isCloseTo(scaled, within(0.03 * scaled));
  }
}
