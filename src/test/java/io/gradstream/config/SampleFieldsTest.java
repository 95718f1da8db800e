package io.gradstream.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.BinEncoding;
import io.gradstream.data.Bins;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.FeatureSettings.Timestamp;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.HashedFeature.Cross;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.Missing;
import io.gradstream.data.Product;
import io.gradstream.data.Scale;
import io.gradstream.data.Slope;
import io.gradstream.data.Square;
import io.gradstream.data.Text;
import io.gradstream.data.VocabularySettings;
import io.gradstream.data.text.TextAnalyzer;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import io.gradstream.settings.SettingsTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** How each type of field is written in a configuration. */
class SampleFieldsTest {
  @TempDir private Path directory;

  static Stream<Arguments> written() {
    return Stream.of(
        Arguments.of(
            "{field: x, type: numeric, scale: robust, missing: indicator}",
            new Numeric("x", Scale.robust(), Missing.INDICATOR)),
        Arguments.of("{field: x, type: boolean}", new FeatureSettings.Boolean("x")),
        Arguments.of(
            "{field: x, type: categorical, buckets: 8, embedding: 4}",
            Categorical.embedded("x", 8, 4, Missing.DEAD_LETTER)),
        Arguments.of(
            "{field: x, type: categorical, embedding: 4, vocabulary: {size: 8, admitAfter: 3}}",
            Categorical.embedded(
                "x", new VocabularySettings(8, 3, 1_000_000), 4, Missing.DEAD_LETTER)),
        Arguments.of("{field: x, type: map}", new HashedFeature.Map("x")),
        Arguments.of("{field: x, type: tags}", new HashedFeature.Tags("x")),
        Arguments.of(
            "{field: x, type: tags, separator: '|', buckets: 8, missing: zero}",
            new HashedFeature.Tags("x", Optional.of(8), Optional.of("|"), Missing.ZERO)),
        Arguments.of(
            "{field: x, type: numeric, scale: {type: standard, mean: 3, deviation: .5}}",
            Numeric.of("x", Scale.Standard.fixed(figures(3), figures(.5)))),
        Arguments.of(
            "{field: x, type: array, size: 2, scale: {type: minmax, min: [0, 1], max: [2, 3]}}",
            FeatureSettings.Array.of("x", 2, Scale.Minmax.fixed(figures(0, 1), figures(2, 3)))),
        Arguments.of(
            "{field: x, type: numeric, scale: {type: robust}}", Numeric.of("x", Scale.robust())),
        Arguments.of(
            "{field: x, type: numeric, scale: {type: standard, clip: 4}}",
            Numeric.of(
                "x", new Scale.Standard(Optional.empty(), Optional.empty(), Optional.of(4.0)))),
        Arguments.of("{product: [a, b, c]}", new Product(List.of("a", "b", "c"))),
        Arguments.of(
            "{square: a, scale: robust, missing: mean}",
            new Square("a", Scale.robust(), Missing.MEAN)),
        Arguments.of("{field: x, type: bins}", new Bins("x")),
        Arguments.of(
            "{field: x, type: bins, bins: 4, encoding: cumulative, missing: zero}",
            new Bins("x", 4, BinEncoding.CUMULATIVE, Missing.ZERO)),
        Arguments.of("{field: x, type: text}", new Text("x")),
        Arguments.of(
            "{field: x, type: text, analyzer: character, ngrams: [2, 4], buckets: 9}",
            new Text(
                "x", TextAnalyzer.CHARACTER, List.of(2, 4), Optional.of(9), Missing.DEAD_LETTER)),
        Arguments.of("{slope: x, per: [a, b]}", new Slope("x", List.of("a", "b"))),
        Arguments.of(
            "{slope: x, per: [a], mean: 3.5, deviation: 2, clip: 4, buckets: 16, missing: zero}",
            new Slope("x", List.of("a"), 3.5, 2, Optional.of(4.0), Optional.of(16), Missing.ZERO)),
        Arguments.of("{cross: [a, b]}", new Cross(List.of("a", "b"))),
        Arguments.of(
            "{type: cross, cross: [a, b], buckets: 16, missing: zero}",
            new Cross(List.of("a", "b"), Optional.of(16), Missing.ZERO)),
        Arguments.of("{field: x, type: timestamp}", new Timestamp("x")),
        Arguments.of(
            "{field: x, type: timestamp, parts: [month], encoding: cyclic, unit: millis,"
                + " zone: Asia/Tokyo}",
            Timestamp.of(
                "x",
                List.of(TimePart.MONTH),
                TimeEncoding.CYCLIC,
                TimeUnit.MILLIS,
                "Asia/Tokyo",
                Missing.DEAD_LETTER)));
  }

  private static List<Double> figures(double... figures) {
    return Arrays.stream(figures).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("written")
  void read_feature_isItsSettings(String yaml, FeatureSettings expected) throws IOException {
    Settings settings = read(yaml, "{field: y, type: binary}", 1, "bce_with_logits");

    assertThat(settings.sample().features().get(1)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("written")
  void description_ofFeature_isReadAsTheSame(String yaml, FeatureSettings expected)
      throws IOException {
    String described =
        new YAMLMapper().writeValueAsString(SettingsTree.of((Record) expected).values());
    String flow = new JsonMapper().writeValueAsString(new YAMLMapper().readTree(described));

    Settings settings = read(flow, "{field: y, type: binary}", 1, "bce_with_logits");

    assertThat(settings.sample().features().get(1)).isEqualTo(expected);
  }

  static Stream<Arguments> labels() {
    return Stream.of(
        Arguments.of("{field: y, type: class, classes: 3}", LabelClasses.numbered(3)),
        Arguments.of(
            "{field: y, type: class, classes: [drizzle, rain, sun]}",
            LabelClasses.named("drizzle", "rain", "sun")),
        Arguments.of(
            "{field: y, type: class, classes: [1, 2, yes]}", LabelClasses.named("1", "2", "yes")));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void read_classes_areANumberOrNames(String label, LabelClasses expected) throws IOException {
    Settings settings = read("{field: x, type: numeric}", label, 3, "cross_entropy");

    assertThat(settings.sample().label().classes()).isEqualTo(expected);
  }

  @Test
  void read_binaryWords_areTheValues() throws IOException {
    Settings settings =
        read(
            "{field: x, type: numeric}",
            "{field: y, type: binary, values: [yes, no], positive: yes}",
            1,
            "hinge");

    assertThat(settings.sample().label().words()).containsExactly("no", "yes");
  }

  /** A checkpoint of an older gradstream says these leaves, and no others. */
  @Test
  void flattened_settingsOfBefore_areTheSameLeaves() throws IOException {
    Settings settings =
        read(
            "{field: x, type: numeric, scale: standard}",
            "{field: y, type: binary}",
            1,
            "bce_with_logits");

    assertThat(SettingsTree.of(settings.sample()).flatten().leaves())
        .isEqualTo(
            Map.ofEntries(
                entry("buckets", "64"),
                entry("features[0].field", "first"),
                entry("features[0].missing", "dead-letter"),
                entry("features[0].scale", "none"),
                entry("features[0].type", "numeric"),
                entry("features[1].field", "x"),
                entry("features[1].missing", "dead-letter"),
                entry("features[1].scale", "standard"),
                entry("features[1].type", "numeric"),
                entry("label.classes", "0"),
                entry("label.field", "y"),
                entry("label.type", "binary")));
  }

  private Settings read(String feature, String label, int outputs, String loss) throws IOException {
    Path file = directory.resolve("c.yaml");
    Files.writeString(
        file,
        """
        input: {topic: t}
        sample:
          features: [{field: first, type: numeric}, %s]
          label: %s
          buckets: 64
        model: {layers: [{type: linear, out: %d}]}
        loss: {type: %s}
        optimizer: {type: sgd, learningRate: 0.1}
        """
            .formatted(feature, label, outputs, loss));
    return Settings.read(file, Map.of());
  }
}
