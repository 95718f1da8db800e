package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.version.KeyState;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The training loop with a model for each key, in virtual time. */
class KeyedTrainingTest {
  private static final int KEYS = 40;
  private static final String SINGLE = "{mode: single}";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{mode: single} | 5", "{mode: mini-batch, size: 8} | 3", "{mode: single} | 1"})
  void learning_lostCommitsAndEvictedKeys_endsAsIfUndisturbed(String batch, int most) {
    List<String> samples = samples(600);
    MemoryStream undisturbed = new MemoryStream(samples);
    complete(undisturbed, settings(batch, 1000));
    MemoryStream disturbed =
        new MemoryStream(samples)
            .failingCommit(2, MemoryStream.passing("lost"))
            .failingAfterCommit(9, MemoryStream.passing("unsure"))
            .failingCommit(14, MemoryStream.passing("lost again"));

    complete(disturbed, settings(batch, most));

    assertThat(disturbed.takeOvers()).isEqualTo(4);
    assertThat(learned(disturbed)).isEqualTo(learned(undisturbed));
    requireSameKeys(disturbed, undisturbed);
  }

  @Test
  void learning_samplesThatCannotBeLearned_leavesThemOutWhereverKeysAre() {
    List<String> samples = samples(400);
    samples.add(200, "{\"device\": 3, \"x\": 1e30, \"y\": 1}");
    samples.add(300, "{\"x\": 1, \"y\": 1}");
    MemoryStream few = new MemoryStream(samples);
    MemoryStream all = new MemoryStream(samples);

    complete(few, settings(SINGLE, 4));
    complete(all, settings(SINGLE, 1000));

    assertThat(newest(few).samples()).isEqualTo(400);
    assertThat(learned(few)).isEqualTo(learned(all));
    requireSameKeys(few, all);
  }

  @Test
  void settings_whatCannotGoWithKeys_isToldInASentence() {
    assertThatThrownBy(() -> settings("{mode: full}", 5))
        .hasMessageContaining("batch.mode must not be full where perKey has a model for each key");
    assertThatThrownBy(() -> read(yaml(SINGLE, 5).replace("field: device", "field: y")))
        .hasMessageContaining("perKey.field must not be the label or the weight: y");
    assertThatThrownBy(() -> settings(SINGLE, 0))
        .hasMessageContaining("perKey.most must be 1 to 10000000: 0");
    assertThatThrownBy(() -> read(yaml(SINGLE, 5).replace("standard", "robust")))
        .hasMessageContaining("sample must not have scale: robust");
  }

  private static void requireSameKeys(MemoryStream one, MemoryStream other) {
    int models = 0;
    for (int key = 0; key < KEYS; key++) {
      KeyState state = one.keys().fetch("" + key);
      KeyState expected = other.keys().fetch("" + key);
      if (expected != null) {
        assertThat(Objects.requireNonNull(state).tensors()).isEqualTo(expected.tensors());
        assertThat(state.numbers()).isEqualTo(expected.numbers());
        models++;
      }
    }
    assertThat(models).isGreaterThan(KEYS / 2);
  }

  /** But for how many keys a version has changed, which is a matter of when it was taken. */
  private static Learned learned(MemoryStream stream) {
    ModelVersion version = newest(stream);
    Map<String, Object> sample = new LinkedHashMap<>(version.sample());
    assertThat(String.valueOf(sample.remove("perKey"))).contains("field=device, since=1, keys=");
    return Learned.of(version.withSample(sample));
  }

  private static ModelVersion newest(MemoryStream stream) {
    return stream.committed().get(stream.committed().size() - 1).version();
  }

  private static List<String> samples(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int key = random.nextInt(1 + random.nextInt(KEYS));
      int x = random.nextInt(20);
      samples.add("{\"device\": %d, \"x\": %d, \"y\": %d}".formatted(key, x, key * x % 9));
    }
    return samples;
  }

  private static void complete(MemoryStream stream, Settings settings) {
    Training training =
        new Training(
            new Training.Parts(
                stream,
                new LearnerFactory(settings),
                InputFormat.ofTopic(settings)::labelled,
                settings.publish(),
                settings.input().sampleLimits()),
            new TrainingListener() {});
    VirtualTime.afterLong(training::learning).verifyComplete();
  }

  private Settings settings(String batch, int most) {
    return read(yaml(batch, most));
  }

  private static String yaml(String batch, int most) {
    return """
        input: {topic: memory}
        sample:
          features: [{field: x, type: numeric, scale: standard}]
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: mse
        optimizer: {type: adam, learningRate: 0.01}
        batch: %s
        perKey: {field: device, most: %d}
        publish: {everySteps: 20, everyInterval: 1h}
        """
        .formatted(batch, most);
  }

  private Settings read(String yaml) {
    try {
      return Settings.read(Files.writeString(directory.resolve("keyed.yaml"), yaml), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
