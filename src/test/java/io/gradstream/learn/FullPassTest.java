package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.nn.Reduction;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Batch gradient descent: a step per pass over samples that come in several batches. */
class FullPassTest {
  private static final double RATE = 1e-6;

  /** A model of 0 at first, at labels 1, 2, 3 and 6. */
  @ParameterizedTest
  @CsvSource({"MEAN, 4.666667, 36", "SUM, 14, 36"})
  void learn_inAPass_tellsTheLossReducedAsConfigured(
      Reduction reduction, float first, float second) {
    Learner learner = learner(Type.NUMERIC, new Mse(reduction), plateau(1));

    assertThat(learner.learn(batch(learner, 1, 2, 3)).loss()).isCloseTo(first, within(1e-5f));
    assertThat(learner.learn(batch(learner, 6)).loss()).isEqualTo(second);
  }

  @Test
  void learn_inAPassWithClassWeights_tellsTheWeightedMean() {
    LossSettings loss = new CrossEntropy(0, Optional.of(List.of(1.0, 3.0)), Reduction.MEAN);
    Learner learner = learner(Type.CLASS, loss, plateau(1));

    float told = learner.learn(batch(learner, 0, 1, 1)).loss();

    assertThat(told).isCloseTo((float) Math.log(2), within(1e-6f));
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void endPass_whileTheLossDoesNotFall_lowersTheRate(Reduction reduction) {
    Learner learner = learner(Type.NUMERIC, new Mse(reduction), plateau(1));

    pass(learner);
    pass(learner);
    pass(learner);
    assertThat(learner.figures().learningRate()).isEqualTo(RATE);
    pass(learner);

    assertThat(learner.figures().learningRate()).isEqualTo(RATE / 2);
  }

  @Test
  void endPass_inAPlateauOfSeveralPasses_makesOneFigureOfThem() {
    Learner learner = learner(Type.NUMERIC, new Mse(), plateau(2));

    for (int pass = 0; pass < 6; pass++) {
      pass(learner);
    }
    assertThat(learner.figures().learningRate()).isEqualTo(RATE);
    pass(learner);

    assertThat(learner.figures().learningRate()).isEqualTo(RATE / 2);
  }

  private static void pass(Learner learner) {
    learner.learn(batch(learner, 1, 2, 3));
    learner.learn(batch(learner, 6));
    learner.endPass();
  }

  private static ScheduleSettings plateau(int every) {
    return new ScheduleSettings.ReduceOnPlateau(0.5, 1, 0.5, 0, 0, every);
  }

  private static MiniBatch batch(Learner learner, float... labels) {
    MiniBatch batch = learner.newBatch();
    for (float label : labels) {
      batch.features()[batch.rows()] = 1;
      batch.targets()[batch.rows()] = label;
      batch.accept();
    }
    return batch;
  }

  private static Learner learner(Type type, LossSettings loss, ScheduleSettings schedule) {
    int outputs = type == Type.CLASS ? 2 : 1;
    Learner learner =
        new Learner(
            "full",
            new LearnerSettings(
                42,
                new SampleSettings(
                    List.of(new FeatureSettings.Numeric("x")),
                    type == Type.CLASS
                        ? LabelSettings.of("y", LabelClasses.numbered(2))
                        : new LabelSettings("y", type)),
                new ModelSettings(List.of(new LayerSettings.Linear(outputs))),
                loss,
                new Sgd.Settings(RATE),
                schedule,
                Optional.empty(),
                new BatchSettings(Mode.FULL, 3, Optional.empty(), 9)));
    learner.startFrom(
        Map.of("0.weight", Tensor.zeros(outputs, 1), "0.bias", Tensor.zeros(outputs)));
    return learner;
  }
}
