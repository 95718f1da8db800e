package io.gradstream.app;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Replays of a few samples of one feature, as a person begins with. */
abstract class SmallReplays {
  @TempDir Path directory;

  ReplayTrial replay(String yaml, String name, String samples) {
    return ReplayTrial.of(directory, yaml, name, samples);
  }

  static String numeric(String format, String field, String more) {
    return """
        input: {topic: t, format: %s}
        sample:
          features: [{field: %s, type: numeric%s}]
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.1}
        batch: {mode: single}
        """
        .formatted(format, field, more);
  }

  static String label(String label, int outputs, String loss) {
    return """
        input: {topic: t, format: csv}
        sample:
          features: [{field: x, type: numeric}]
          label: %s
        model: {layers: [{type: linear, out: %d}]}
        loss: {type: %s}
        optimizer: {type: sgd, learningRate: 0.1}
        batch: {mode: single}
        """
        .formatted(label, outputs, loss);
  }
}
