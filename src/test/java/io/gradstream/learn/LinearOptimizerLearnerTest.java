package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Auto;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.Newton;
import io.gradstream.optim.Newton.Matrix;
import io.gradstream.optim.Normalized;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.version.Offsets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Learners whose optimizers are of linear models, over a number and a category. */
class LinearOptimizerLearnerTest {
  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(new FeatureSettings.Numeric("x"), HashedFeature.Categorical.of("c", 8)),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  static Stream<OptimizerSettings> optimizers() {
    return Stream.of(
        newton(Matrix.FULL),
        newton(Matrix.DIAGONAL),
        new Normalized.Settings(),
        auto(newton(Matrix.FULL), new Cocob.Settings()),
        auto(newton(Matrix.DIAGONAL), new Normalized.Settings()));
  }

  private static Auto.Settings auto(OptimizerSettings... experts) {
    return new Auto.Settings(
        Optional.of(List.of(experts)), 0.01, Optional.of(Auto.Publish.MIXTURE));
  }

  private static Newton.Settings newton(Matrix matrix) {
    return new Newton.Settings(Optional.of(0.99), 1, Optional.of(matrix));
  }

  private static Learner learner(OptimizerSettings optimizer) {
    return new Learner(
        "linear",
        new LearnerSettings(
            42,
            SAMPLE,
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new Mse(),
            optimizer,
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(Mode.MINI_BATCH, 4, Optional.empty(), 1)));
  }

  private static void learn(Learner learner, int from, int to) throws Exception {
    JsonSampleDecoder decoder = JsonSampleDecoder.labelled(learner.sample());
    MiniBatch batch = learner.newBatch();
    for (int i = from; i < to; i++) {
      double x = new SplittableRandom(i).nextDouble();
      String row =
          String.format(
              Locale.ROOT, "{\"x\": %s, \"c\": \"c%d\", \"y\": %s}", x, i % 5, 3 * x + i % 5);
      decoder.decode(row.getBytes(StandardCharsets.UTF_8), batch);
      if (batch.isFull()) {
        learner.learn(batch);
        batch.clear();
      }
    }
  }

  private static String elements(Learner learner) {
    StringBuilder elements = new StringBuilder();
    learner
        .parameters()
        .forEach((name, own) -> elements.append(name).append(Arrays.toString(own.data())));
    return elements.toString();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void restore_inTheMiddle_goesOnToTheSameBits(OptimizerSettings optimizer) throws Exception {
    Learner undisturbed = learner(optimizer);
    learn(undisturbed, 0, 400);
    Learner resumed = learner(optimizer);

    resumed.restore(undisturbed.snapshot(Offsets.none(), Instant.EPOCH));
    learn(undisturbed, 400, 800);
    learn(resumed, 400, 800);

    assertThat(elements(resumed))
        .isEqualTo(elements(undisturbed))
        .isNotEqualTo(elements(learner(optimizer)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void parameters_ofALinearModel_startAtZero(OptimizerSettings optimizer) {
    learner(optimizer).parameters().values().forEach(own -> assertThat(own.data()).containsOnly(0));
  }

  @Test
  void publishInBlocks_withMatricesOfNoParameter_saysWhatToSet() {
    BlockLimits limits =
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

    assertThatThrownBy(() -> learner(newton(Matrix.FULL)).publishInBlocks(limits))
        .hasMessage(
            "optimizer.matrix must be diagonal where a version or its state is too large for a"
                + " record: full");
    learner(newton(Matrix.DIAGONAL)).publishInBlocks(limits);
  }
}
