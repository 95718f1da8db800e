package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adam;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final OptimizerSettings ADAM = new Adam.Settings(0.01);

  @Test
  void restore_midway_goesOnBitForBit() {
    Learner undisturbed = learner(ADAM);
    learn(undisturbed, 0, 20);
    Snapshot halfway = snapshot(undisturbed);
    Learner resumed = learner(ADAM);

    resumed.restore(halfway);
    learn(undisturbed, 20, 40);
    learn(resumed, 20, 40);

    Snapshot expected = snapshot(undisturbed);
    Snapshot actual = snapshot(resumed);
    assertThat(bits(actual.version().parameters()))
        .isEqualTo(bits(expected.version().parameters()));
    assertThat(actual.version().metrics()).isEqualTo(expected.version().metrics());
    assertThat(actual.version().sample()).isEqualTo(expected.version().sample());
    assertThat(actual.version().version()).isEqualTo(2);
    assertThat(actual.version().samples()).isEqualTo(expected.version().samples());
  }

  @Test
  void restore_modelWithDropout_dropsWhatTheUndisturbedOneDrops() {
    List<LayerSettings> layers =
        List.of(
            new LayerSettings.Linear(8),
            new LayerSettings.Dropout(0.5),
            new LayerSettings.Linear(1));
    Learner undisturbed = learner(layers);
    learn(undisturbed, 0, 20);
    Learner resumed = learner(layers);

    resumed.restore(snapshot(undisturbed));
    learn(undisturbed, 20, 40);
    learn(resumed, 20, 40);

    assertThat(bits(snapshot(resumed).version().parameters()))
        .isEqualTo(bits(snapshot(undisturbed).version().parameters()));
  }

  @Test
  void learn_modelWithDropout_predictsWithoutDropping() {
    Learner learner = learner(List.of(new LayerSettings.Dropout(0.9), new LayerSettings.Linear(1)));
    Map<String, Tensor> ones =
        Map.of("1.weight", Tensor.of(new float[][] {{1, 1}}), "1.bias", Tensor.zeros(1));
    learner.startFrom(ones);
    MiniBatch batch = learner.newBatch();
    put(batch, 0, 7, 5);

    StepResult result = learner.learn(batch);

    assertThat(result.predictions().data()[0]).isEqualTo(7);
    assertThat(result.loss(0)).isEqualTo(4);
  }

  @Test
  void restore_otherConfiguration_isRefusedNamingTheDifference() {
    Learner before = learner(ADAM);

    assertThatThrownBy(() -> learner(new Adam.Settings(0.02)).restore(snapshot(before)))
        .isInstanceOf(ConfigurationChangedException.class)
        .hasMessageContaining("optimizer.learningRate was 0.01, is 0.02");
  }

  @Test
  void startFrom_otherShape_isRefused() {
    Map<String, Tensor> initial = Map.of("0.weight", Tensor.zeros(1, 3), "0.bias", Tensor.zeros(1));

    assertThatThrownBy(() -> learner(ADAM).startFrom(initial))
        .hasMessage("parameters do not fit: 0.weight must have shape [1, 2]: [1, 3]");
  }

  @Test
  void learn_lossOverflows_failsBeforeTheStep() {
    Learner learner = learner(ADAM);
    MiniBatch batch = learner.newBatch();
    put(batch, 1e30f, 0, 1e30f);

    assertThatThrownBy(() -> learner.learn(batch))
        .isInstanceOf(RefusedStepException.class)
        .hasMessage("step 1: the loss must be finite: Infinity");
    assertThat(learner.counters().steps()).isZero();
  }

  /* Compilation takes as long as the machine is busy, so a stretch without allocation is waited for. */
  @Test
  void learn_steadyState_allocatesNothing() {
    Learner learner = learner(ADAM);
    MiniBatch batch = learner.newBatch();
    put(batch, 1, 2, 3);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int stretch = 0; stretch < 5_000 && least > 0; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      learn(learner, batch, 100);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  @Test
  void resetScaler_ofAFieldInAnotherUnit_believesItsNumbers() {
    Learner learner = learner(ADAM);
    learn(learner, 0, 2_000);
    MiniBatch thousands = learner.newBatch();
    put(thousands, 1e6f, 0, 0);
    MiniBatch other = learner.newBatch();
    put(other, 0, 1e6f, 0);
    assertThat(learner.guard().absurdRow(thousands, 0)).isZero();

    learner.resetScaler("a");

    assertThat(learner.guard().absurdRow(thousands, 0)).isEqualTo(1);
    assertThat(learner.guard().absurdRow(other, 0)).as("the other field").isZero();
  }

  @Test
  void settings_labelOfTheWrongTypeForTheLoss_areRefused() {
    assertThatThrownBy(
            () -> settings(new LabelSettings("y", LabelSettings.Type.BINARY), new Mse(), ADAM))
        .hasMessage("loss.type mse needs a sample.label of type numeric: binary");
    assertThatThrownBy(
            () ->
                settings(LabelSettings.of("y", LabelClasses.numbered(3)), new CrossEntropy(), ADAM))
        .hasMessage("model.layers must end with 3 outputs, for a label of type class: 1");
  }

  private static Learner learner(OptimizerSettings optimizer) {
    LabelSettings label = new LabelSettings("y", LabelSettings.Type.NUMERIC);
    return new Learner("numbers", settings(label, new Mse(), optimizer));
  }

  private static Learner learner(List<LayerSettings> layers) {
    LabelSettings label = new LabelSettings("y", LabelSettings.Type.NUMERIC);
    return new Learner("numbers", settings(label, layers, new Mse(), ADAM));
  }

  private static LearnerSettings settings(
      LabelSettings label, LossSettings loss, OptimizerSettings optimizer) {
    return settings(label, List.of(new LayerSettings.Linear(1)), loss, optimizer);
  }

  private static LearnerSettings settings(
      LabelSettings label,
      List<LayerSettings> layers,
      LossSettings loss,
      OptimizerSettings optimizer) {
    return new LearnerSettings(
        42,
        new SampleSettings(
            List.of(
                FeatureSettings.Numeric.of("a", Scale.standard()),
                new FeatureSettings.Numeric("b")),
            label),
        new ModelSettings(layers),
        loss,
        optimizer,
        new ScheduleSettings.Constant(),
        Optional.empty(),
        new BatchSettings(Mode.MINI_BATCH, 3, Optional.empty(), 1));
  }

  private static void learn(Learner learner, int from, int to) {
    SplittableRandom random = new SplittableRandom(1);
    MiniBatch batch = learner.newBatch();
    for (int step = 0; step < to; step++) {
      batch.clear();
      for (int row = 0; row < 1 + step % 3; row++) {
        put(batch, random.nextInt(10), random.nextInt(10), random.nextInt(10));
      }
      if (step >= from) {
        learner.learn(batch);
      }
    }
  }

  private static void learn(Learner learner, MiniBatch batch, int steps) {
    for (int step = 0; step < steps; step++) {
      learner.learn(batch);
    }
  }

  private static void put(MiniBatch batch, float a, float b, float y) {
    int row = batch.rows();
    batch.features()[2 * row] = a;
    batch.features()[2 * row + 1] = b;
    batch.targets()[row] = y;
    batch.accept();
  }

  private static Snapshot snapshot(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH);
  }

  private static List<List<Integer>> bits(Map<String, Tensor> parameters) {
    return parameters.values().stream().map(LearnerTest::bits).toList();
  }

  private static List<Integer> bits(Tensor tensor) {
    return java.util.stream.IntStream.range(0, tensor.size())
        .mapToObj(i -> Float.floatToRawIntBits(tensor.data()[i]))
        .toList();
  }
}
