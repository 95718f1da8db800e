package io.gradstream.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.FeatureSettings.Timestamp;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.HashedFeature.Cross;
import io.gradstream.data.Missing;
import io.gradstream.data.Scale;
import io.gradstream.data.TimeEncoding;
import io.gradstream.data.TimePart;
import io.gradstream.data.TimeUnit;
import io.gradstream.data.VocabularySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How each type of field is written in a configuration. */
class SampleFieldsTest {
  @TempDir private Path directory;

  static Stream<Arguments> written() {
    return Stream.of(
        Arguments.of(
            "{field: x, type: numeric, scale: robust, missing: indicator}",
            new Numeric("x", Scale.ROBUST, Missing.INDICATOR)),
        Arguments.of("{field: x, type: boolean}", new FeatureSettings.Boolean("x")),
        Arguments.of(
            "{field: x, type: categorical, buckets: 8, embedding: 4}",
            Categorical.embedded("x", 8, 4, Missing.DEAD_LETTER)),
        Arguments.of(
            "{field: x, type: categorical, embedding: 4, vocabulary: {size: 8, admitAfter: 3}}",
            Categorical.embedded(
                "x", new VocabularySettings(8, 3, 1_000_000), 4, Missing.DEAD_LETTER)),
        Arguments.of("{field: x, type: map}", new HashedFeature.Map("x")),
        Arguments.of("{cross: [a, b]}", new Cross(List.of("a", "b"))),
        Arguments.of(
            "{type: cross, cross: [a, b], buckets: 16, missing: zero}",
            new Cross(List.of("a", "b"), Optional.of(16), Missing.ZERO)),
        Arguments.of("{field: x, type: timestamp}", new Timestamp("x")),
        Arguments.of(
            "{field: x, type: timestamp, parts: [month], encoding: cyclic, unit: millis,"
                + " zone: Asia/Tokyo}",
            new Timestamp(
                "x",
                List.of(TimePart.MONTH),
                TimeEncoding.CYCLIC,
                TimeUnit.MILLIS,
                "Asia/Tokyo",
                Missing.DEAD_LETTER)));
  }

  @ParameterizedTest
  @MethodSource("written")
  void read_feature_isItsSettings(String yaml, FeatureSettings expected) throws IOException {
    Path file = directory.resolve("c.yaml");
    Files.writeString(
        file,
        """
        input: {topic: t}
        sample:
          features: [{field: first, type: numeric}, %s]
          label: {field: y, type: binary}
          buckets: 64
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: bce_with_logits}
        optimizer: {type: sgd, learningRate: 0.1}
        """
            .formatted(yaml));

    Settings settings = Settings.read(file, Map.of());

    assertThat(settings.sample().features().get(1)).isEqualTo(expected);
  }
}
