package io.gradstream.record.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples that come with the distribution are samples. */
class BundledSamplesTest {
  static Stream<Arguments> bundled() {
    List<FeatureSettings> flight =
        List.of(new Numeric("distance"), Categorical.of("origin", 64), Categorical.of("hour", 24));
    List<FeatureSettings> patient = List.of(new Numeric("age"), new Numeric("s6"));
    return Stream.of(
        Arguments.of(
            "flights",
            20_000,
            4_349,
            flight,
            new LabelSettings("delayed", LabelSettings.Type.BINARY)),
        Arguments.of(
            "digits",
            1_797,
            8_070,
            List.of(new Array("pixels", 64)),
            LabelSettings.of("digit", LabelClasses.numbered(10))),
        Arguments.of(
            "diabetes",
            442,
            67_243,
            patient,
            new LabelSettings("progression", LabelSettings.Type.NUMERIC)));
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void decode_bundledFile_acceptsEverySample(
      String name, int samples, double sum, List<FeatureSettings> features, LabelSettings label)
      throws IOException, RejectedSample {
    SampleSettings settings = new SampleSettings(features, label);
    JsonSampleDecoder decoder = JsonSampleDecoder.labelled(settings);
    MiniBatch batch = new MiniBatch(settings, samples);

    for (byte[] line : lines(Path.of("config", "data", name + ".jsonl.gz"))) {
      decoder.decode(line, batch);
    }

    assertThat(batch.rows()).isEqualTo(samples);
    double targets = 0;
    for (double target : batch.targets()) {
      targets += target;
    }
    assertThat(targets).isEqualTo(sum);
  }

  private static List<byte[]> lines(Path file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    }
  }
}
