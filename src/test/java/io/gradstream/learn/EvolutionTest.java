package io.gradstream.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.NamedState;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model goes on under another configuration with all of it that still means the same. */
class EvolutionTest {
  private static final String ADAM = "{type: adam, learningRate: 0.01}";
  private static final String A = "{field: a, type: numeric, scale: standard}";
  private static final String B = "{field: b, type: numeric}";
  private static final String C = "{field: c, type: categorical, buckets: 8}";
  private static final String D = "{field: d, type: categorical, embedding: 2, buckets: 4}";
  private static final String LINEAR = "[{type: linear, out: 1}]";

  private static final BlockLimits SMALL =
      new BlockLimits() {
        @Override
        public int ofParameter(String parameter) {
          return 4;
        }

        @Override
        public int ofState(String parameter, List<String> slots) {
          return 4;
        }
      };

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer: {type: adam, learningRate: 0.02}",
        "schedule: {type: exponential, gamma: 0.999}",
        "clip: {type: norm, max: 1.0}",
        "batch: {mode: mini-batch, size: 5}",
        "guard: {deviations: 500}",
        "seed: 7",
        "loss: {type: huber}"
      })
  void setting_thatChangesNothingLearned_keepsTheParametersAndTheOptimizer(String section) {
    Snapshot before = learned(yaml(LINEAR, ADAM, A, B));
    Learner after = learner(yaml(LINEAR, ADAM, A, B), section);

    Evolution evolution = after.evolve(before);

    assertThat(evolution.differences()).isNotEmpty();
    Snapshot taken = snapshot(after);
    assertSame(taken.version().parameters(), before.version().parameters());
    assertSame(taken.checkpoint().tensors(), before.checkpoint().tensors());
    assertThat(taken.version().sample()).isEqualTo(before.version().sample());
    assertThat(taken.version().samples()).isEqualTo(before.version().samples());
    assertThat(taken.version().version()).isEqualTo(before.version().version() + 1);
    assertThat(NamedState.require(taken.checkpoint().numbers(), "optimizer/step"))
        .isEqualTo(NamedState.require(before.checkpoint().numbers(), "optimizer/step"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{type: sgd, learningRate: 0.1}", "{type: adagrad, learningRate: 0.1}"})
  void optimizer_ofAnotherType_keepsTheParametersAndBeginsItsOwnState(String optimizer) {
    Snapshot before = learned(yaml(LINEAR, ADAM, A, B, C));
    Learner after = learner(yaml(LINEAR, optimizer, A, B, C));

    assertThat(after.evolve(before).effects()).contains("the optimizer begins anew");

    assertSame(snapshot(after).version().parameters(), before.version().parameters());
    assertThat(NamedState.require(snapshot(after).checkpoint().numbers(), "optimizer/step"))
        .containsExactly(0);
    learn(after, 5);
  }

  @Test
  void expert_ofAnotherTypeThatKeepsTheSame_beginsAnew() {
    String auto =
        "{type: auto, experts: [{type: adagrad, learningRate: 0.1}, {type: %s, learningRate: 0.1}]}";
    Snapshot before = learned(yaml(LINEAR, auto.formatted("adam"), A, B));
    Learner after = learner(yaml(LINEAR, auto.formatted("adamw"), A, B));

    assertThat(after.evolve(before).effects()).contains("the optimizer begins anew");

    assertSame(snapshot(after).version().parameters(), before.version().parameters());
    assertThat(NamedState.require(snapshot(after).checkpoint().numbers(), "optimizer/step"))
        .containsExactly(0);
  }

  @Test
  void momentum_thatIsNew_beginsAtZero() {
    Snapshot before = learned(yaml(LINEAR, "{type: sgd, learningRate: 0.01}", A));
    Learner after = learner(yaml(LINEAR, "{type: sgd, learningRate: 0.01, momentum: 0.9}", A));

    after.evolve(before);

    learn(after, 5);
    assertThat(snapshot(after).checkpoint().tensors()).containsKey("optimizer/momentum/0.weight");
  }

  @Test
  void scaling_ofAnotherKind_beginsItsFiguresAndKeepsThoseOfOthers() {
    Snapshot before = learned(yaml(LINEAR, ADAM, A, "{field: b, type: numeric, scale: standard}"));
    Learner after = learner(yaml(LINEAR, ADAM, A, "{field: b, type: numeric, scale: minmax}"));

    assertThat(after.evolve(before).effects())
        .containsExactly("feature b, numeric, keeps its columns, its scale begins anew");

    assertSame(snapshot(after).version().parameters(), before.version().parameters());
    assertThat(feature(snapshot(after), 0)).isEqualTo(feature(before, 0));
    assertThat(feature(snapshot(after), 1).toString()).doesNotContain("mean");
  }

  /** The features of one configuration and of the next, and which columns of it were which. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A, B       | B, A       | 1 0",
        "A, B       | A, E, B    | 0 - 1",
        "A, B       | B          | 1",
        "A, B       | A, B, C    | 0 1 - - - - - - - -",
        "A, C, B    | C, B       | 1 2 3 4 5 6 7 8 9",
        "A, C       | A          | 0",
        "A, B, D    | D, A       | 0 2 3",
        "A, D       | B, D, A    | - 0 1 2"
      })
  void features_thatComeGoAndMove_takeTheirColumnsWithThem(
      String before, String after, String columns) {
    for (String layers : List.of(LINEAR, "[{type: linear, out: 3}, {type: linear, out: 1}]")) {
      Snapshot old = learned(yaml(layers, ADAM, features(before)));
      Learner learner = learner(yaml(layers, ADAM, features(after)));

      learner.evolve(old);

      requireMoved(old, snapshot(learner), columns.split(" "));
      learn(learner, 20);
    }
  }

  @Test
  void crossOfBins_thatBecomeMore_beginsAnew() {
    String cross = "{cross: [a.bin, c], buckets: 4}";
    Snapshot before = learned(yaml(LINEAR, ADAM, "{field: a, type: bins, bins: 3}", cross));
    Learner after = learner(yaml(LINEAR, ADAM, "{field: a, type: bins, bins: 4}", cross));

    assertThat(after.evolve(before).effects())
        .contains("feature a.bin*c, cross, is new and starts at zero");
  }

  private static void requireMoved(Snapshot old, Snapshot now, String[] columns) {
    Tensor before = NamedState.require(old.version().parameters(), "0.weight");
    Tensor after = NamedState.require(now.version().parameters(), "0.weight");
    assertThat(after.shape().extent(1)).isEqualTo(columns.length);
    for (int row = 0; row < after.shape().extent(0); row++) {
      for (int column = 0; column < columns.length; column++) {
        float is = after.data()[row * columns.length + column];
        assertThat(is).isEqualTo(was(before, row, columns[column]));
      }
    }
  }

  private static float was(Tensor matrix, int row, String column) {
    return column.equals("-")
        ? 0
        : matrix.data()[row * matrix.shape().extent(1) + Integer.parseInt(column)];
  }

  @Test
  void slots_ofColumnsThatMove_goWithThem() {
    Snapshot before = learned(yaml(LINEAR, ADAM, A, B));
    Learner after = learner(yaml(LINEAR, ADAM, C, B, A));

    after.evolve(before);

    float[] was = slot(before);
    float[] is = slot(snapshot(after));
    assertThat(is).hasSize(10);
    assertThat(Arrays.copyOf(is, 8)).containsOnly(0);
    assertThat(new float[] {is[9], is[8]}).containsExactly(was);
  }

  private static float[] slot(Snapshot snapshot) {
    return NamedState.require(snapshot.checkpoint().tensors(), "optimizer/mean/0.weight").data();
  }

  @Test
  void features_thatAreKept_predictAsTheyDid() {
    String two = yaml(LINEAR, ADAM, A, B);
    Learner before = trained(two);
    Learner after = learner(yaml(LINEAR, ADAM, "{field: e, type: numeric}", B, A));

    after.evolve(snapshot(before));

    // the same terms are added up in another order
    assertThat(predictions(after))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(predictions(before));
  }

  private static float[] predictions(Learner learner) {
    MiniBatch batch = samples(learner, 1, new SplittableRandom(77));
    return Arrays.copyOf(learner.learn(batch).predictions().data(), 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{type: linear, out: 2}, {type: linear, out: 1}] | model.layers[0].out was 1, is 2",
        "[{type: linear, out: 1, bias: false}]            | model.layers[0].bias was true, is false"
      })
  void layers_thatAreOthers_areRefusedWithWhatTheyWere(String layers, String line) {
    Snapshot before = learned(yaml(LINEAR, ADAM, A));

    assertThatThrownBy(() -> learner(yaml(layers, ADAM, A)).evolve(before))
        .isInstanceOf(ConfigurationChangedException.class)
        .hasMessageContaining("was learned with what cannot be carried over: " + line)
        .hasMessageEndingWith("(change it back, choose another name, or start anew with --reset)");
  }

  @Test
  void settings_thatAreTheSame_areNoChange() {
    Snapshot before = learned(yaml(LINEAR, ADAM, A));
    Learner after = learner(yaml(LINEAR, ADAM, A));

    assertThat(after.evolve(before).differences()).isEmpty();

    assertThat(snapshot(after).version().changes()).isEmpty();
  }

  @Test
  void version_saysWhichChangeCameWhen_forEver() throws IOException {
    Snapshot first = learned(yaml(LINEAR, ADAM, A));
    Learner second = learner(yaml(LINEAR, "{type: adam, learningRate: 0.02}", A));
    second.evolve(first);
    learn(second, 10);
    Learner third = learner(yaml(LINEAR, "{type: adam, learningRate: 0.03}", A));
    third.evolve(snapshot(second));
    Learner restarted = learner(yaml(LINEAR, "{type: adam, learningRate: 0.03}", A));
    restarted.restore(snapshot(third));

    Snapshot taken = snapshot(restarted);

    assertThat(taken.version().changes())
        .containsExactly(
            Map.of(
                "version", 1L,
                "samples", 100L,
                "settings", List.of("optimizer.learningRate was 0.01, is 0.02")),
            Map.of(
                "version", 2L,
                "samples", 130L,
                "settings", List.of("optimizer.learningRate was 0.02, is 0.03")));
    byte[] json = new JsonVersionCodec().encode(taken.version());
    assertThat(new JsonVersionCodec().decode(json).changes()).isEqualTo(taken.version().changes());
    byte[] file = new SafetensorsVersionCodec().encode(taken.version());
    assertThat(new SafetensorsVersionCodec().decode(file).changes())
        .isEqualTo(taken.version().changes());
  }

  @Test
  void blocks_ofAModel_goOnToo() {
    String before = yaml(LINEAR, ADAM, A, C, D);
    Learner inBlocks = learner(before);
    inBlocks.publishInBlocks(SMALL);
    learn(inBlocks, 30);
    Learner whole = learner(before);
    learn(whole, 30);

    Learner fromBlocks = learner(yaml(LINEAR, ADAM, D, B, C));
    fromBlocks.evolve(snapshot(inBlocks));
    Learner fromWhole = learner(yaml(LINEAR, ADAM, D, B, C));
    fromWhole.evolve(snapshot(whole));

    learn(fromBlocks, 30);
    learn(fromWhole, 30);
    assertSame(fromBlocks.parameters(), fromWhole.parameters());
    assertSame(
        snapshot(fromBlocks).checkpoint().tensors(), snapshot(fromWhole).checkpoint().tensors());
  }

  private Snapshot learned(String yaml) {
    return snapshot(trained(yaml));
  }

  private Learner trained(String yaml) {
    Learner learner = learner(yaml);
    learn(learner, 33);
    MiniBatch last = samples(learner, 1, new SplittableRandom(3));
    learner.learn(last);
    return learner;
  }

  private static void learn(Learner learner, int steps) {
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < steps; step++) {
      learner.learn(samples(learner, 3, random));
    }
  }

  private static MiniBatch samples(Learner learner, int count, SplittableRandom random) {
    MiniBatch batch = learner.newBatch();
    SampleDecoder decoder = JsonSampleDecoder.labelled(learner.sample());
    for (int i = 0; i < count; i++) {
      String sample =
          String.format(
              Locale.ROOT,
              "{\"a\": %.3f, \"b\": %.3f, \"e\": 0, \"c\": \"%d\", \"d\": \"%d\", \"y\": %.3f}",
              random.nextDouble(),
              random.nextDouble(),
              random.nextInt(9),
              random.nextInt(9),
              random.nextDouble());
      try {
        decoder.decode(sample.getBytes(UTF_8), batch);
      } catch (RejectedSample e) {
        throw new AssertionError(sample, e);
      }
    }
    return batch;
  }

  private Learner learner(String yaml, String... sections) {
    try {
      StringBuilder text = new StringBuilder();
      for (String line : yaml.lines().toList()) {
        String key = line.substring(0, line.indexOf(':') + 1);
        boolean replaced = Arrays.stream(sections).anyMatch(each -> each.startsWith(key));
        text.append(replaced ? "" : line + "\n");
      }
      text.append(String.join("\n", sections));
      Path file = Files.writeString(directory.resolve("c.yaml"), text);
      return new Learner("m", Settings.read(file).learner());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] features(String names) {
    return Arrays.stream(names.split(", "))
        .map(
            name ->
                switch (name) {
                  case "A" -> A;
                  case "B" -> B;
                  case "C" -> C;
                  case "D" -> D;
                  default -> "{field: e, type: numeric}";
                })
        .toArray(String[]::new);
  }

  private static String yaml(String layers, String optimizer, String... features) {
    return """
        input: {topic: t}
        sample: {features: [%s], label: {field: y, type: numeric}}
        model: {layers: %s}
        loss: {type: mse}
        optimizer: %s
        batch: {mode: mini-batch, size: 3}
        """
        .formatted(String.join(", ", features), layers, optimizer);
  }

  private static Object feature(Snapshot snapshot, int index) {
    return ((List<?>) NamedState.require(snapshot.version().sample(), "features")).get(index);
  }

  private static Snapshot snapshot(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH);
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) ->
            assertThat(NamedState.require(actual, name).data())
                .describedAs(name)
                .containsExactly(tensor.data()));
  }
}
