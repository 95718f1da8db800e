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
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
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
        .flatMap(stream -> Stream.of(1, 8).map(size -> Arguments.of(stream, size)));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void marks_ofAStreamThatChangesOnce_areThatChange(ChangingStream stream, int size) {
    Map<Method, Integer> falseAlarms = new EnumMap<>(Method.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      Map<Method, DriftMonitor> monitors = monitors();
      observe(monitors.values(), stream, size, seed);
      for (Method by : monitors.keySet()) {
        List<Long> marks = marks(requireNonNull(monitors.get(by)).describe());
        long before = marks.stream().filter(mark -> mark <= STATIONARY).count();
        assertThat(before).as("false alarms of %s, seed %d", by, seed).isLessThanOrEqualTo(1);
        assertThat(marks.size() - before).as("found by %s, seed %d", by, seed).isPositive();
        falseAlarms.merge(by, (int) before, Integer::sum);
      }
    }
    assertThat(falseAlarms.values())
        .as("false alarms in 2,000,000 samples")
        .allMatch(alarms -> alarms <= 1);
  }

  /** One for each test of the loss. */
  private static Map<Method, DriftMonitor> monitors() {
    Map<Method, DriftMonitor> monitors = new EnumMap<>(Method.class);
    for (Method by : List.of(Method.ADWIN, Method.PAGE_HINKLEY)) {
      DriftSettings settings = new DriftSettings(List.of(by), List.of(DriftSettings.Reaction.MARK));
      monitors.put(by, new DriftMonitor(settings, sample(ChangingStream.SEA)));
    }
    return monitors;
  }

  /** Has them observe a learner of a stream that changes once. */
  private static void observe(
      Collection<DriftMonitor> monitors, ChangingStream stream, int size, int seed) {
    Learner learner = learner(stream, null, size);
    SplittableRandom random = new SplittableRandom(seed);
    for (int samples : List.of(STATIONARY, BEHIND)) {
      learn(
          learner,
          stream,
          samples,
          samples == BEHIND,
          random,
          loss -> monitors.forEach(each -> each.observe(loss, learner.counters().samples())));
    }
  }

  @Test
  void marks_ofBothTests_areOneForAChange() {
    for (ChangingStream stream : ChangingStream.values()) {
      Learner learner = learner(stream, new DriftSettings(), 8);
      SplittableRandom random = new SplittableRandom(3);

      learn(learner, stream, STATIONARY, false, random);
      learn(learner, stream, BEHIND, true, random);

      assertThat(marks(drift(learner))).hasSize(1);
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

  private static List<Long> marks(Map<?, ?> drift) {
    List<Long> marks = new ArrayList<>();
    for (Object mark : (List<?>) requireNonNull(drift.get("newest"))) {
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
    learn(learner, stream, samples, changed, random, loss -> {});
  }

  private static void learn(
      Learner learner,
      ChangingStream stream,
      int samples,
      boolean changed,
      SplittableRandom random,
      DoubleConsumer losses) {
    MiniBatch batch = learner.newBatch();
    for (int i = 0; i < samples; i++) {
      int row = batch.rows();
      batch.weights()[row] = 1;
      boolean yes = stream.draw(batch.features(), row * stream.features, changed, random);
      batch.targets()[row] = yes ? 1 : 0;
      batch.accept();
      if (batch.isFull()) {
        losses.accept(learner.learn(batch).loss());
        batch.clear();
      }
    }
  }

  private static SampleSettings sample(ChangingStream stream) {
    List<FeatureSettings> features =
        IntStream.range(0, stream.features)
            .<FeatureSettings>mapToObj(
                i -> new FeatureSettings.Numeric("x" + i, Scale.standard(), Missing.DEAD_LETTER))
            .toList();
    return new SampleSettings(features, new LabelSettings("y", LabelSettings.Type.BINARY));
  }

  private static Learner learner(ChangingStream stream, @Nullable DriftSettings drift, int size) {
    return new Learner(
        "changing",
        new LearnerSettings(
            42,
            sample(stream),
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
