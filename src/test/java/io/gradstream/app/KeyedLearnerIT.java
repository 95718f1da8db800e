package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.KeyCodec;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.follow.KafkaVersions;
import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.replica.ModelReplica;
import io.gradstream.version.KeyState;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model for each key, of which few are in memory, on a broker. */
@ExtendWith(SharedBroker.class)
class KeyedLearnerIT {
  private static final int SAMPLES = 6_000;
  private static final int KEYS = 200;
  private static final int KILLS = 5;
  private static final int SIGKILLED = 128 + 9;

  @TempDir private Path directory;

  @Test
  void train_killedAndKeysEvicted_endsAsIfUndisturbed() throws IOException {
    List<String> samples = samples();
    Trial undisturbed = trial(100_000);
    undisturbed.send(samples);
    undisturbed.trainUntilEnd();
    Trial killed = trial(20);
    killed.send(samples);

    try (Versions seen = Versions.of(killed.settings())) {
      for (int kill = 0; kill < KILLS; kill++) {
        startAndKill(killed, seen, kill * (long) SAMPLES / (KILLS + 1));
      }
      killed.trainUntilEndInItsOwnJvm();
      Gapless.require(seen.upTo(SAMPLES));
    }

    assertThat(learned(killed.exportedVersion())).isEqualTo(learned(undisturbed.exportedVersion()));
    Map<String, String> states = states(killed);
    assertThat(states).hasSizeGreaterThan(KEYS / 2).isEqualTo(states(undisturbed));
    requireAnsweredByKeys(killed);
  }

  private static void startAndKill(Trial trial, Versions seen, long samples) {
    try (OwnJvm learner = OwnJvm.start(trial.command("train", "--until-end"))) {
      if (samples == 0) {
        learner.await(learner.says("reading ["));
      } else {
        learner.await(seen.with(samples));
      }

      assertThat(learner.kill().code()).isEqualTo(SIGKILLED);
    }
  }

  /** {@code predict}, a replica and what is exported of a key say the same. */
  private void requireAnsweredByKeys(Trial trial) throws IOException {
    List<String> asked = new ArrayList<>();
    asked.add("{\"device\": \"nobody's\", \"x\": 0.5}");
    asked.add("{\"x\": 0.5}");
    for (int key = 0; key < 20; key++) {
      asked.add("{\"device\": \"d/%d\", \"x\": 0.5}".formatted(key));
    }
    Path file = Files.write(directory.resolve("asked.jsonl"), asked);
    List<String> answers =
        CommandRun.inThisJvm(trial.command("predict", "--input", file.toString()))
            .requireDone()
            .out();

    assertThat(answers.get(0)).isEqualTo(answers.get(1));
    assertThat(answers.stream().distinct().count()).isGreaterThan(15);
    try (ModelReplica replica =
        ModelReplica.follow(
            new KafkaVersions(trial.settings().kafka()),
            trial.settings().topics().parameters(),
            trial.settings().modelName())) {
      replica.awaitVersion(1).block();
      for (int i = 0; i < asked.size(); i++) {
        float value = replica.predict(asked.get(i).getBytes(UTF_8)).value();
        assertThat(answers.get(i)).startsWith("{\"prediction\":" + value + ",");
      }
    }
    ModelVersion one = exported(trial, "d/7");
    assertThat(one.samples()).isBetween(1L, (long) SAMPLES);
    assertThat(one.fingerprint()).isNotEqualTo(trial.exportedVersion().fingerprint());
  }

  private ModelVersion exported(Trial trial, String key) throws IOException {
    Path file = directory.resolve("key.safetensors");
    CommandRun.inThisJvm(trial.command("export", "--key", key, "--to", file.toString()))
        .requireDone();
    return new SafetensorsVersionCodec().decode(Files.readAllBytes(file));
  }

  /** But for how many keys a version has changed, which is a matter of when it was taken. */
  private static Learned learned(ModelVersion version) {
    assertThat(KeyedFigures.of(version).since()).isEqualTo(1);
    Map<String, Object> sample = new LinkedHashMap<>(version.sample());
    sample.put("perKey", KeyedFigures.of(version).keys());
    return Learned.of(version.withSample(sample));
  }

  /** Of each key what its learner would go on with, but for the version it was published with. */
  private static Map<String, String> states(Trial trial) {
    Map<String, String> states = new TreeMap<>();
    trial
        .ofKeys(trial.settings().topics().state())
        .forEach(
            (key, value) -> {
              KeyState state = new KeyCodec().state(key, value);
              states.put(key, Arrays.toString(state.tensors()) + Arrays.toString(state.numbers()));
            });
    return states;
  }

  private static List<String> samples() {
    SplittableRandom random = new SplittableRandom(2);
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      int key = random.nextInt(1 + random.nextInt(KEYS));
      double x = random.nextInt(1000) / 1000.0;
      samples.add(
          "{\"device\": \"d/%d\", \"x\": %s, \"y\": %s}"
              .formatted(key, x, key % 7 + x * (key % 5)));
    }
    return samples;
  }

  private Trial trial(int most) throws IOException {
    return Trial.of(
        directory,
        "diabetes",
        "sample: {features: [{field: x, type: numeric, scale: standard}], label: {field: y, type: numeric}}",
        "model: {layers: [{type: linear, out: 1}]}",
        "optimizer: {type: adam, learningRate: 0.01}",
        "perKey: {field: device, most: %d}".formatted(most),
        "publish: {format: safetensors, everySteps: 200}");
  }
}
