package io.gradstream.learn.drift;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found in streams that change and in such that do not, by a learner of them. */
class DriftStreamsTest {
  private static final int SEEDS = 20;
  private static final int STATIONARY = 100_000;
  private static final int BEHIND = 1_000;
  private static final DriftSettings ALL =
      new DriftSettings(List.of(Method.values()), List.of(DriftSettings.Reaction.MARK));

  static Stream<Arguments> streams() {
    return Stream.of(ChangingStream.values())
        .flatMap(
            stream ->
                Stream.of(Method.ADWIN, Method.PAGE_HINKLEY)
                    .flatMap(
                        method -> Stream.of(1, 8).map(size -> Arguments.of(stream, method, size))));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void marks_ofAStreamThatChangesOnce_areThatChange(ChangingStream stream, Method by, int size) {
    int falseAlarms = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Long> marks =
          marks(
              stream,
              new DriftSettings(List.of(by), List.of(DriftSettings.Reaction.MARK)),
              size,
              seed);

      long before = marks.stream().filter(mark -> mark <= STATIONARY).count();
      assertThat(before).as("false alarms of seed %d", seed).isLessThanOrEqualTo(1);
      assertThat(marks.size() - before).as("found of seed %d", seed).isPositive();
      falseAlarms += (int) before;
    }
    assertThat(falseAlarms).as("false alarms in 2,000,000 samples").isLessThanOrEqualTo(1);
  }

  @Test
  void marks_ofBothTests_areOneForAChange() {
    for (ChangingStream stream : ChangingStream.values()) {
      assertThat(marks(stream, new DriftSettings(), 8, 3)).hasSize(1);
    }
  }

  @Test
  void restore_midway_findsTheSameBitForBit() {
    Learner undisturbed = learner(ChangingStream.SEA, ALL, 8);
    Learner restored = learner(ChangingStream.SEA, ALL, 8);
    SplittableRandom random = new SplittableRandom(5);
    learn(undisturbed, ChangingStream.SEA, 8_000, false, random);
    learn(undisturbed, ChangingStream.SEA, 104, true, random);
    restored.restore(snapshot(undisturbed));

    learn(undisturbed, ChangingStream.SEA, 1_000, true, new SplittableRandom(6));
    learn(restored, ChangingStream.SEA, 1_000, true, new SplittableRandom(6));

    assertThat(drift(undisturbed).get("changes")).isEqualTo(1L);
    assertThat(drift(restored)).isEqualTo(drift(undisturbed));
    Map<String, double[]> expected = state(undisturbed);
    assertThat(state(restored).keySet())
        .isEqualTo(expected.keySet())
        .contains("drift/adwin", "drift/psi");
    state(restored)
        .forEach((name, numbers) -> assertThat(numbers).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void learn_withoutDrift_isTheSameAndSaysNothing() {
    Learner with = learner(ChangingStream.SEA, new DriftSettings(), 8);
    Learner without = learner(ChangingStream.SEA, null, 8);

    learn(with, ChangingStream.SEA, 800, false, new SplittableRandom(1));
    learn(without, ChangingStream.SEA, 800, false, new SplittableRandom(1));

    assertThat(version(with).fingerprint()).isEqualTo(version(without).fingerprint());
    assertThat(version(without).metrics().containsKey("drift")).isFalse();
    assertThat(without.outline().version().metrics().containsKey("drift")).isFalse();
    assertThat(with.outline().version().metrics().get("drift"))
        .asString()
        .contains("samples=9007199254740992, by=page-hinkley");
  }

  private static List<Long> marks(
      ChangingStream stream, DriftSettings settings, int size, int seed) {
    Learner learner = learner(stream, settings, size);
    SplittableRandom random = new SplittableRandom(seed);
    learn(learner, stream, STATIONARY, false, random);
    learn(learner, stream, BEHIND, true, random);
    List<Long> marks = new ArrayList<>();
    for (Object mark : (List<?>) requireNonNull(drift(learner).get("newest"))) {
      marks.add((Long) requireNonNull(((Map<?, ?>) mark).get("samples")));
    }
    return marks;
  }

  private static Map<?, ?> drift(Learner learner) {
    return (Map<?, ?>) requireNonNull(version(learner).metrics().getOrDefault("drift", Map.of()));
  }

  /** What a checkpoint has of it. */
  private static Map<String, double[]> state(Learner learner) {
    Map<String, double[]> state = new TreeMap<>(snapshot(learner).checkpoint().numbers());
    state.keySet().removeIf(name -> !name.startsWith(DriftMonitor.PREFIX));
    return state;
  }

  private static ModelVersion version(Learner learner) {
    return snapshot(learner).version();
  }

  private static Snapshot snapshot(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH);
  }

  private static void learn(
      Learner learner,
      ChangingStream stream,
      int samples,
      boolean changed,
      SplittableRandom random) {
    MiniBatch batch = learner.newBatch();
    for (int i = 0; i < samples; i++) {
      int row = batch.rows();
      batch.weights()[row] = 1;
      boolean yes = stream.draw(batch.features(), row * stream.features, changed, random);
      batch.targets()[row] = yes ? 1 : 0;
      batch.accept();
      if (batch.isFull()) {
        learner.learn(batch);
        batch.clear();
      }
    }
  }

  private static Learner learner(ChangingStream stream, @Nullable DriftSettings drift, int size) {
    List<FeatureSettings> features =
        IntStream.range(0, stream.features)
            .<FeatureSettings>mapToObj(
                i -> new FeatureSettings.Numeric("x" + i, Scale.standard(), Missing.DEAD_LETTER))
            .toList();
    return new Learner(
        "changing",
        new LearnerSettings(
            42,
            new SampleSettings(features, new LabelSettings("y", LabelSettings.Type.BINARY)),
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new BceWithLogits(),
            new Sgd.Settings(size == 1 ? 0.01 : 0.1),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(size == 1 ? Mode.SINGLE : Mode.MINI_BATCH, size, Optional.empty(), 1),
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(drift),
            Optional.empty()));
  }
}
