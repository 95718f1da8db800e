package io.gradstream.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Nadam;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Models whose metrics were kept in the first layout, 60 samples by nadam: {@code
 * src/test/resources/earlier} has what was published of them.
 */
class EarlierCheckpointTest {
  private static final Path EARLIER = Path.of("src/test/resources/earlier");

  @ParameterizedTest
  @EnumSource(Type.class)
  void restore_metricsOfTheFirstLayout_keepsWhatWasSummedUp(Type type) throws IOException {
    ModelVersion version = version(type);
    Learner learner = learner(type);

    learner.restore(new Snapshot(version, checkpoint(type)));

    Map<?, ?> report = learner.metrics().report();
    Map<?, ?> figures = child(report, "metrics");
    assertThat(figures.isEmpty()).isFalse();
    figures.forEach(
        (name, figure) -> {
          if (figure instanceof Double value) {
            assertThat(value).as(name.toString()).isEqualTo(version.metrics().get(name));
          }
        });
    assertThat(child(report, "baselines")).isEqualTo(version.metrics().get("baselines"));
    assertThat(figures.containsKey("auc")).isFalse();
    assertThat(child(report, "window").get("samples")).isEqualTo(0);
    assertThat(learner.counters().samples()).isEqualTo(60);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void restore_metricsOfTheFirstLayout_goesOnLearningAndIsKeptInThisOne(Type type)
      throws IOException {
    Learner resumed = learner(type);
    resumed.restore(new Snapshot(version(type), checkpoint(type)));
    learn(resumed, type, 60, 100);
    Snapshot halfway = resumed.snapshot(Offsets.none(), Instant.EPOCH);
    Learner again = learner(type);

    again.restore(halfway);
    learn(resumed, type, 100, 140);
    learn(again, type, 100, 140);

    Snapshot expected = resumed.snapshot(Offsets.none(), Instant.EPOCH);
    Snapshot actual = again.snapshot(Offsets.none(), Instant.EPOCH);
    assertThat(actual.version().metrics()).isEqualTo(expected.version().metrics());
    assertThat(child(expected.version().metrics(), "window").get("samples")).isEqualTo(80);
    assertThat(expected.version().metrics().containsKey("auc")).isEqualTo(type == Type.BINARY);
    actual
        .version()
        .parameters()
        .forEach(
            (name, tensor) ->
                assertThat(expected.version().parameters().get(name))
                    .extracting(each -> each.data())
                    .isEqualTo(tensor.data()));
  }

  /** The errors of 60 samples that were summed up then, and of 40 more. */
  @ParameterizedTest
  @EnumSource(value = Type.class, names = "NUMERIC")
  void restore_metricsOfTheFirstLayout_goesOnSummingUp(Type type) throws IOException {
    Learner learner = learner(type);
    learner.restore(new Snapshot(version(type), checkpoint(type)));
    double before = mae(learner, "metrics");

    learn(learner, type, 60, 100);

    double ofTheLast = mae(learner, "window");
    assertThat(mae(learner, "metrics"))
        .isCloseTo((60 * before + 40 * ofTheLast) / 100, within(1e-12));
  }

  private static double mae(Learner learner, String over) {
    return (Double) requireNonNull(child(learner.metrics().report(), over).get("mae"));
  }

  private static Map<?, ?> child(Map<?, ?> tree, String key) {
    return (Map<?, ?>) requireNonNull(tree.get(key), key);
  }

  private static ModelVersion version(Type type) throws IOException {
    return new SafetensorsVersionCodec()
        .decode(Files.readAllBytes(EARLIER.resolve(type.word() + ".version")));
  }

  private static Checkpoint checkpoint(Type type) throws IOException {
    return new CheckpointCodec()
        .decode(Files.readAllBytes(EARLIER.resolve(type.word() + ".checkpoint")));
  }

  private static void learn(Learner learner, Type type, int from, int to) {
    MiniBatch batch = learner.newBatch();
    for (int sample = from; sample < to; sample++) {
      SplittableRandom random = new SplittableRandom(sample);
      batch.clear();
      batch.features()[0] = (float) random.nextDouble(-1, 1);
      batch.targets()[0] = random.nextInt(type == Type.BINARY ? 2 : 3);
      batch.accept();
      learner.learn(batch);
    }
  }

  private static Learner learner(Type type) {
    boolean classes = type == Type.CLASS;
    LossSettings loss =
        switch (type) {
          case NUMERIC -> new Mse();
          case BINARY -> new BceWithLogits();
          case CLASS -> new CrossEntropy();
        };
    return new Learner(
        "earlier",
        new LearnerSettings(
            42,
            new SampleSettings(
                List.of(FeatureSettings.Numeric.of("x", Scale.standard())),
                classes
                    ? LabelSettings.of("y", LabelClasses.numbered(3))
                    : new LabelSettings("y", type)),
            new ModelSettings(List.of(new LayerSettings.Linear(classes ? 3 : 1))),
            loss,
            new Nadam.Settings(0.05),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(BatchSettings.Mode.SINGLE, 32, Optional.empty(), 1)));
  }
}
