package io.gradstream.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What is learned, and from what. */
enum Kind {
  /** A step a sample, of which each depends on all before it. */
  LINE("[{field: x, type: numeric, scale: standard}]", ", momentum: 0.9", "mode: single"),
  /** A step three samples; the last may have fewer, and so there is an end. */
  BATCHES(
      "[{field: x, type: numeric, scale: minmax}]", ", momentum: 0.5", "mode: mini-batch, size: 3"),
  /**
   * A step a sample with a weight of its own, that nothing else moves: in whatever order samples
   * are learned, its bits say whether it was learned once.
   */
  WEIGHTS("{field: x, size: %d}".formatted(Kind.MOST_WEIGHTS), "", "mode: single");

  /** So many samples can have a weight of their own. */
  static final int MOST_WEIGHTS = 24;

  private final Settings settings;

  Kind(String features, String optimizer, String batch) {
    this.settings =
        read(
            """
            name: model
            input: {topic: in}
            sample:
              features: %s
              label: {field: y, type: numeric}
            model: {layers: [{type: linear, out: 1, bias: %s}]}
            loss: {type: mse}
            optimizer: {type: sgd, learningRate: 0.05%s}
            batch: {%s}
            """
                .formatted(features, features.startsWith("["), optimizer, batch));
  }

  private static Settings read(String yaml) {
    try {
      Path file = Files.createTempFile("simulation", ".yaml");
      try {
        return Settings.read(Files.writeString(file, yaml));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Settings settings() {
    return settings;
  }

  LearnerFactory learners() {
    return new LearnerFactory(settings);
  }

  InputFormat format() {
    return InputFormat.ofTopic(settings);
  }

  /** The sample of a number. */
  byte[] sample(int number) {
    String x = Integer.toString(number * 7 % 11);
    if (this == WEIGHTS) {
      int[] only = new int[MOST_WEIGHTS];
      only[number] = 1;
      x = Arrays.toString(only);
    }
    return "{\"x\": %s, \"y\": %d}".formatted(x, number * 5 % 13).getBytes(UTF_8);
  }
}
