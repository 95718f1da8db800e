package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.KeyCodec;
import io.gradstream.learn.keyed.KeyedFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Samples of forty devices, by turns, each in one partition, and a model for each of them. */
final class DeviceSamples {
  private static final int DEVICES = 40;

  private DeviceSamples() {}

  /** A learner of which few models are in memory. */
  static Trial trial(Path directory) throws IOException {
    return Trial.of(
        directory,
        "diabetes",
        "sample: {features: [{field: x, type: numeric, scale: standard}], label: {field: y, type: numeric}}",
        "model: {layers: [{type: linear, out: 1}]}",
        "optimizer: {type: adam, learningRate: 0.01}",
        "perKey: {field: device, most: 5}",
        "publish: {format: safetensors, everySteps: 200}");
  }

  /** Has those with numbers from one to another produced, each device's to its partition. */
  static void produce(Trial trial, Path directory, int from, int to) {
    List<String> samples = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int device = i % DEVICES;
      samples.add("{\"device\": \"d%d\", \"x\": %d, \"y\": %d}".formatted(device, i % 7, device));
    }
    try {
      Path file = Files.write(directory.resolve("devices.jsonl"), samples);
      CommandRun.inThisJvm(trial.command("produce", "--input", file.toString())).requireDone();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks that each device's model has learned all of its samples once, of so many in all. */
  static void requireLearned(Trial trial, int samples) throws IOException {
    assertThat(samplesByKey(trial)).hasSize(DEVICES);
    assertThat(samplesByKey(trial).values()).containsOnly((long) samples / DEVICES);
    assertThat(KeyedFigures.of(trial.exportedVersion()).keys()).isEqualTo(DEVICES);
  }

  private static Map<String, Long> samplesByKey(Trial trial) {
    Map<String, Long> samples = new TreeMap<>();
    trial
        .ofKeys(trial.settings().topics().parameters())
        .forEach((key, value) -> samples.put(key, new KeyCodec().model(key, value).samples()));
    return samples;
  }
}
