package io.gradstream.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.config.Settings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.Learner;
import io.gradstream.learn.RefusedStepException;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonSampleDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is learned with a configuration, each sample predicted first.
 *
 * @param report the prequential figures, and those of the baselines
 * @param seconds that it took, decoding included
 */
record QualityTrial(Map<String, Object> report, double seconds) {
  /** What a stream comes to. */
  static QualityTrial of(QualityStream stream, QualityConfiguration configuration) {
    return of(stream.rows(), configuration.yaml(stream, stream.sample()));
  }

  /** What some samples come to. */
  static QualityTrial of(List<String> rows, String yaml) {
    Learner learner = new Learner("quality", settings(yaml).learner());
    SampleDecoder decoder = JsonSampleDecoder.labelled(learner.sample());
    MiniBatch batch = learner.newBatch();
    long startNs = System.nanoTime();
    for (String row : rows) {
      decode(decoder, row, batch);
      if (batch.isFull()) {
        learn(learner, batch);
        batch.clear();
      }
    }
    return new QualityTrial(learner.metrics().report(), (System.nanoTime() - startNs) / 1e9);
  }

  /** A step that cannot be taken is left out. */
  private static void learn(Learner learner, MiniBatch batch) {
    try {
      var unused = learner.learn(batch);
    } catch (RefusedStepException absurd) {
      // The figures tell how often: they are over what was learned.
    }
  }

  private static void decode(SampleDecoder decoder, String row, MiniBatch batch) {
    try {
      decoder.decode(row.getBytes(UTF_8), batch);
    } catch (RejectedSample e) {
      throw new IllegalArgumentException(row, e);
    }
  }

  static Settings settings(String yaml) {
    try {
      Path file = Files.createTempFile("quality", ".yaml");
      try {
        return Settings.read(Files.writeString(file, yaml), Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A figure of the model; NaN if it has none. */
  double figure(String name) {
    return number(report.get("metrics"), name);
  }

  /** The same of a baseline. */
  double baseline(String predictor, String name) {
    return report.get("baselines") instanceof Map<?, ?> baselines
        ? number(baselines.get(predictor), name)
        : Double.NaN;
  }

  private static double number(@Nullable Object figures, String name) {
    return figures instanceof Map<?, ?> named && named.get(name) instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }
}
