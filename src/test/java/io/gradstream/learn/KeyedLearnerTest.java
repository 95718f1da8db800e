package io.gradstream.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.learn.keyed.KeptKeys;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.learn.keyed.PerKeySettings;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.model.Predictor;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adam;
import io.gradstream.optim.Auto;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.Dog;
import io.gradstream.optim.Ftrl;
import io.gradstream.optim.Nadam;
import io.gradstream.optim.Newton;
import io.gradstream.optim.Normalized;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.KeyModel;
import io.gradstream.version.KeyState;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyedLearnerTest {
  private static final Rejection NONE =
      (row, reason) -> {
        throw new AssertionError(reason);
      };

  private record Sample(String key, double x, double y) {}

  private static List<Sample> samples(int count, int keys) {
    SplittableRandom random = new SplittableRandom(11);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int key = random.nextInt(1 + random.nextInt(keys));
      double x = random.nextDouble() * (1 + key % 3);
      samples.add(new Sample("k" + key, x, key - x));
    }
    return samples;
  }

  private static LearnerSettings settings(OptimizerSettings optimizer, Scale scale, int batch) {
    return new LearnerSettings(
        3,
        new SampleSettings(
            List.of(FeatureSettings.Numeric.of("x", scale)),
            new LabelSettings("y", LabelSettings.Type.NUMERIC)),
        new ModelSettings(List.of(new LayerSettings.Linear(1, true))),
        new Mse(),
        optimizer,
        new ScheduleSettings.InverseScaling(0.25),
        Optional.empty(),
        new BatchSettings(BatchSettings.Mode.MINI_BATCH, batch, Optional.empty(), 1));
  }

  /** What a run over samples has become of the keys, published every so many batches. */
  private static Map<String, KeyState> states(
      LearnerSettings settings, int most, int every, List<Sample> samples) {
    Learner shared = new Learner("keyed", settings);
    KeyedLearner keyed = new KeyedLearner(shared, new PerKeySettings("key", most));
    KeptKeys kept = new KeptKeys();
    keyed.fetchingFrom(kept);
    MiniBatch batch = shared.newBatch();
    int batches = 0;
    for (Sample sample : samples) {
      add(sample, batch);
      if (batch.isFull()) {
        assertThat(keyed.learn(batch, false, NONE, result -> {})).isTrue();
        batch.clear();
        if (++batches % every == 0) {
          kept.accept(keyed.drain(batches));
          keyed.published();
          assertThat(keyed.inMemory()).isLessThanOrEqualTo(most);
        }
      }
    }
    kept.accept(keyed.drain(batches));
    Map<String, KeyState> all = new HashMap<>();
    samples.forEach(each -> all.put(each.key(), requireNonNull(kept.fetch(each.key()))));
    return all;
  }

  private static void add(Sample sample, MiniBatch batch) {
    batch.features()[batch.rows()] = sample.x();
    batch.targets()[batch.rows()] = sample.y();
    byte[] key = sample.key().getBytes(UTF_8);
    batch.keys().set(key, 0, key.length);
    batch.accept();
  }

  private static Stream<OptimizerSettings> optimizers() {
    return Stream.of(
        new Sgd.Settings(0.05),
        new Adam.Settings(0.01),
        new Nadam.Settings(0.01),
        new Ftrl.Settings(0.1),
        new Dog.Settings(),
        new Newton.Settings(),
        new Normalized.Settings(),
        new Auto.Settings(
            Optional.of(List.of(new Newton.Settings(), new Cocob.Settings())),
            0.01,
            Optional.of(Auto.Publish.MIXTURE)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void learn_aKeyThatWasEvictedAndComesBack_goesOnWhereItWas(OptimizerSettings optimizer) {
    for (Scale scale : List.of(Scale.none(), Scale.standard(), Scale.minmax())) {
      LearnerSettings settings = settings(optimizer, scale, 8);
      List<Sample> samples = samples(4000, 60);

      Map<String, KeyState> few = states(settings, 5, 3, samples);
      Map<String, KeyState> all = states(settings, 1000, 1_000_000, samples);

      assertThat(few).hasSize(all.size()).hasSizeGreaterThan(50);
      few.forEach(
          (key, state) -> {
            KeyState expected = requireNonNull(all.get(key));
            assertThat(state.tensors()).isEqualTo(expected.tensors());
            assertThat(state.numbers()).isEqualTo(expected.numbers());
          });
    }
  }

  /** What was learned and given up has left nothing, and what was evicted comes back. */
  @Test
  void learn_inRoundsOfWhichSomeAreGivenUp_isAsLearnedAtOnce() {
    LearnerSettings settings = settings(new Adam.Settings(0.01), Scale.none(), 1);
    List<Sample> samples = samples(2000, 40);
    MergedLearner merged = new MergedLearner(keyed(settings), new ScaleSettings(), "in");
    RoundLearner copy = new RoundLearner(keyed(settings));
    KeptKeys kept = new KeptKeys();

    for (int round = 0; round < 50; round++) {
      if (round % 3 == 1) {
        learn(copy, merged, kept, samples.subList(1000, 1040));
      }
      learn(copy, merged, kept, samples.subList(40 * round, 40 * round + 40));
      copy.advance(0, new OffsetRange(40 * round, 40 * round + 40));
      assertThat(merged.apply(round, copy.end("one", 0))).isEmpty();
      kept.accept(copy.changedKeys().orElseThrow());
      copy.published();
      assertThat(copy.learner().keyed().orElseThrow().inMemory()).isLessThanOrEqualTo(5);
    }

    Map<String, KeyState> atOnce = states(settings, 1000, 1_000_000, samples);
    atOnce.forEach(
        (key, state) -> {
          assertThat(requireNonNull(kept.fetch(key)).tensors()).isEqualTo(state.tensors());
          assertThat(requireNonNull(kept.fetch(key)).numbers()).isEqualTo(state.numbers());
        });
    ModelVersion version = merged.snapshot(Instant.EPOCH).version();
    assertThat(KeyedFigures.of(version).keys()).isEqualTo(atOnce.size());
  }

  private static Learner keyed(LearnerSettings settings) {
    Learner shared = new Learner("keyed", settings);
    var unused = new KeyedLearner(shared, new PerKeySettings("key", 5));
    return shared;
  }

  private static void learn(
      RoundLearner copy, MergedLearner merged, KeyStates states, List<Sample> samples) {
    copy.begin(merged, states);
    MiniBatch batch = copy.learner().newBatch();
    for (Sample sample : samples) {
      batch.clear();
      add(sample, batch);
      copy.learn(batch, NONE);
    }
  }

  /** Its keys have learned it, so it cannot be void. */
  @Test
  void learn_inARoundThatComesTooLate_countsButLeavesTheSharedModel() {
    LearnerSettings settings = settings(new Sgd.Settings(0.05), Scale.none(), 1);
    MergedLearner merged = new MergedLearner(keyed(settings), new ScaleSettings(), "in");
    RoundLearner first = new RoundLearner(keyed(settings));
    RoundLearner late = new RoundLearner(keyed(settings));
    learn(first, merged, new KeptKeys(), List.of(new Sample("a", 1, 1)));
    learn(late, merged, new KeptKeys(), List.of(new Sample("b", 1, 9)));
    first.advance(0, new OffsetRange(0, 1));
    late.advance(1, new OffsetRange(0, 1));
    assertThat(merged.apply(0, first.end("first", 0))).isEmpty();
    String fingerprint = merged.fingerprint();

    assertThat(merged.apply(1, late.end("late", 0))).isEmpty();

    assertThat(merged.fingerprint()).isEqualTo(fingerprint);
    assertThat(merged.learner().counters().samples()).isEqualTo(2);
    assertThat(merged.next(1)).hasValue(1);
  }

  @Test
  void learn_keysInTurn_learnsTheFirstAsIfItWereAlone() {
    LearnerSettings settings = settings(new Adam.Settings(0.01), Scale.standard(), 1);
    List<Sample> samples = samples(500, 4);
    String first = samples.get(0).key();
    Learner alone = new Learner("alone", settings);
    MiniBatch batch = alone.newBatch();
    for (Sample sample : samples) {
      if (sample.key().equals(first)) {
        add(sample, batch);
        alone.learn(batch);
        batch.clear();
      }
    }

    KeyState state = requireNonNull(states(settings, 2, 1, samples).get(first));

    float[] expected = new float[2];
    alone.arrays().copyParameters(expected);
    assertThat(new float[] {state.tensors()[1], state.tensors()[0]}).isEqualTo(expected);
    assertThat(state.numbers()[0]).isEqualTo(alone.counters().steps());
  }

  @Test
  void learn_keysInABatch_goesKeyByKeyAndScoresEachSampleOnce() {
    Learner shared = new Learner("keyed", settings(new Sgd.Settings(0.1), Scale.none(), 4));
    KeyedLearner keyed = new KeyedLearner(shared, new PerKeySettings("key"));
    MiniBatch batch = shared.newBatch();
    for (Sample sample :
        List.of(
            new Sample("b", 1, 1),
            new Sample("a", 2, 2),
            new Sample("b", 3, 3),
            new Sample("a", 4, 4))) {
      add(sample, batch);
    }
    List<Double> labels = new ArrayList<>();

    keyed.learn(
        batch,
        false,
        NONE,
        result -> {
          for (int row = 0; row < result.rows(); row++) {
            labels.add(result.label(row));
          }
        });

    assertThat(labels).containsExactly(1.0, 3.0, 2.0, 4.0);
    assertThat(shared.counters().steps()).isEqualTo(1);
    assertThat(shared.counters().samples()).isEqualTo(4);
    ChangedKeys changed = keyed.drain(1);
    assertThat(changed.models()).extracting(KeyModel::key).containsExactly("a", "b");
    assertThat(changed.models()).extracting(KeyModel::step).containsExactly(1L, 1L);
    assertThat(changed.models()).extracting(KeyModel::samples).containsExactly(2L, 2L);
    assertThat(keyed.drain(2).models()).isEmpty();
  }

  @Test
  void learn_aSampleItsKeyCannotLearn_leavesItOutForTheSharedModelToo() {
    Learner shared = new Learner("keyed", settings(new Sgd.Settings(0.1), Scale.none(), 2));
    KeyedLearner keyed = new KeyedLearner(shared, new PerKeySettings("key"));
    MiniBatch batch = shared.newBatch();
    add(new Sample("a", 1e30, 1), batch);
    add(new Sample("b", 1, 1), batch);
    List<Integer> rejected = new ArrayList<>();

    boolean any = keyed.learn(batch, true, (row, reason) -> rejected.add(row), result -> {});

    assertThat(any).isTrue();
    assertThat(rejected).containsExactly(0);
    assertThat(shared.counters().samples()).isEqualTo(1);
    assertThatThrownBy(() -> keyed.learn(batch, false, NONE, result -> {}))
        .isInstanceOf(RefusedStepException.class)
        .hasMessageStartingWith("key a, step 1: ");
  }

  @Test
  void drain_ofAKey_givesConsumersAVersionOfItsOwn() {
    Learner shared = new Learner("keyed", settings(new Sgd.Settings(0.1), Scale.standard(), 1));
    KeyedLearner keyed = new KeyedLearner(shared, new PerKeySettings("key"));
    MiniBatch batch = shared.newBatch();
    for (Sample sample : samples(100, 3)) {
      add(sample, batch);
      keyed.learn(batch, false, NONE, result -> {});
      batch.clear();
    }
    ChangedKeys changed = keyed.drain(1);
    var version = shared.snapshot(Offsets.none(), Instant.EPOCH).version();
    var told = keyed.toldBy(version);

    assertThat(told.sample().get("perKey")).hasToString("{field=key, since=1, keys=3, changed=3}");
    for (KeyModel model : changed.models()) {
      var own = model.in(told);
      assertThat(own.sample()).doesNotContainKey("perKey");
      assertThat(requireNonNull(own.parameters().get("0.weight")).data()[0])
          .isEqualTo(model.parameters()[1]);
      assertThat(requireNonNull(own.parameters().get("0.bias")).data()[0])
          .isEqualTo(model.parameters()[0]);
      assertThat(own.sample().toString())
          .contains("mean=%s, variance=%s".formatted(model.figures()[0], model.figures()[1]));
      assertThat(new Predictor(own).version().samples()).isEqualTo(model.samples());
    }
  }
}
