package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Variable;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.Linear;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Mse;
import io.gradstream.nn.Sequential;
import io.gradstream.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What optimizers of linear models promise beyond the contract of all. */
class LinearOptimizersTest {
  private static final int COLUMNS = 3;

  static Stream<OptimizerSettings> linear() {
    return Stream.of(
        new Normalized.Settings(), newton(Newton.Matrix.FULL), newton(Newton.Matrix.DIAGONAL));
  }

  private static Newton.Settings newton(Newton.Matrix matrix) {
    return new Newton.Settings(Optional.of(1.0), 1, Optional.of(matrix));
  }

  /** A linear model of three columns that starts at 0. */
  private static final class Training {
    final Linear model = new Linear(COLUMNS, 1, () -> Long.MIN_VALUE);
    final Optimizer optimizer;
    final Loss loss;

    Training(OptimizerSettings settings, Loss loss) {
      this.optimizer = settings.build(model.namedParameters());
      this.loss = loss;
    }

    float predict(float... row) {
      return model.forward(Variable.of(Tensor.of(new float[][] {row}))).value().data()[0];
    }

    void learn(float target, float weight, float... row) {
      Variable output = model.forward(Variable.of(Tensor.of(new float[][] {row})));
      Variable targets = Variable.of(Tensor.of(new float[][] {{target}}));
      Variable weights = Variable.of(Tensor.of(new float[][] {{weight}}));
      optimizer.zeroGrad();
      loss.forward(output, targets, weights).backward();
      optimizer.step();
    }
  }

  @ParameterizedTest
  @MethodSource("linear")
  void predictions_ofFeaturesInOtherUnits_areTheSame(OptimizerSettings settings) {
    Training usual = new Training(settings, new BceWithLogits());
    Training scaled = new Training(settings, new BceWithLogits());
    SplittableRandom random = new SplittableRandom(3);

    for (int step = 0; step < 300; step++) {
      float[] x = {random.nextFloat(), random.nextFloat() - 0.5f, random.nextFloat()};
      float[] other = {x[0] * 1e6f, x[1] * 1e-6f, x[2]};
      assertThat(scaled.predict(other)).isCloseTo(usual.predict(x), within(1e-3f));
      float label = x[0] + x[1] > 0.5 ? 1 : 0;
      usual.learn(label, 1, x);
      scaled.learn(label, 1, other);
    }
  }

  @ParameterizedTest
  @MethodSource("linear")
  void column_thatBeginsWithNextToNothing_isLearned(OptimizerSettings settings) {
    Training training = new Training(settings, new Mse());
    training.learn(1, 1, 1e-25f, 0, 0);
    SplittableRandom random = new SplittableRandom(4);

    for (int step = 0; step < 2_000; step++) {
      float x = random.nextFloat() - 0.5f;
      training.learn(1 + 2 * x, 1, x, 0, 0);
    }

    assertThat(training.predict(0.5f, 0, 0)).isCloseTo(2, within(0.1f));
  }

  @ParameterizedTest
  @MethodSource("linear")
  void step_overASampleOfAnyWeight_doesNotPassItsTarget(OptimizerSettings settings) {
    for (float weight : new float[] {1, 1e3f, 1e6f}) {
      Training training = new Training(settings, new Mse());
      training.learn(0.5f, 1, 1, -1, 2);
      float before = training.predict(1, 2, 3);

      training.learn(100, weight, 1, 2, 3);

      assertThat(training.predict(1, 2, 3)).isGreaterThan(before).isLessThanOrEqualTo(100.01f);
    }
  }

  /** A stretch without allocation is waited for, as compilation may still be going on. */
  @ParameterizedTest
  @MethodSource("linear")
  void step_ofARecordedGraph_allocatesNothing(OptimizerSettings settings) {
    Training training = new Training(settings, new Mse());
    Variable features = Variable.of(Tensor.of(new float[][] {{1, -1, 2}, {0, 3, 1}}));
    Variable loss =
        new Mse().forward(training.model.forward(features), Variable.of(Tensor.zeros(2, 1)));
    Graph graph = Graph.of(loss);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int stretch = 0; stretch < 20_000 && least > 0; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        graph.forward();
        training.optimizer.zeroGrad();
        graph.backward();
        training.optimizer.step();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  @Test
  void newton_withASquaredError_isLinearRegression() {
    Training training = new Training(newton(Newton.Matrix.FULL), new Mse());
    SplittableRandom random = new SplittableRandom(4);
    float[] first = {1, 1, 1};

    training.learn(2, 1, first);
    for (int step = 0; step < 2_000; step++) {
      float[] x = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      training.learn(3 * x[0] - 2 * x[1] + 5 * x[2] + 7, 1, x);
    }

    assertThat(training.predict(1, 0, 0) - training.predict(0, 0, 0)).isCloseTo(3, within(0.05f));
    assertThat(training.predict(0, 0, 1)).isCloseTo(12, within(0.1f));
  }

  /** By hand: P = 1 - 2 / 3 of the only column, the gradient of (0 - 3)² is -6. */
  @Test
  void newton_overOneColumn_takesTheStepOfItsFormula() {
    Linear model = new Linear(1, 1, false, () -> Long.MIN_VALUE);
    Optimizer optimizer = newton(Newton.Matrix.FULL).build(model.namedParameters());
    Variable output = model.forward(Variable.of(Tensor.of(new float[][] {{1}})));

    new Mse().forward(output, Variable.of(Tensor.of(new float[][] {{3}}))).backward();
    optimizer.step();

    assertThat(model.parameters().get(0).value().data()[0]).isCloseTo(2, within(1e-6f));
  }

  @Test
  void newton_thatForgets_followsATargetThatMoves() {
    Newton.Settings forgetful =
        new Newton.Settings(Optional.of(0.95), 1, Optional.of(Newton.Matrix.FULL));
    Training follows = new Training(forgetful, new Mse());
    Training remembers = new Training(newton(Newton.Matrix.FULL), new Mse());

    for (Training each : List.of(follows, remembers)) {
      for (int step = 0; step < 400; step++) {
        each.learn(step < 200 ? 5 : -5, 1, 1, step % 2, step % 3);
      }
    }

    assertThat(follows.predict(1, 1, 1)).isCloseTo(-5, within(0.1f));
    assertThat(remembers.predict(1, 1, 1)).isGreaterThan(-2);
  }

  @Test
  void newton_ofMoreNumbersThanARecordShouldHave_saysWhatToSet() {
    Linear wide = new Linear(500, 1, new SplittableRandom(1));

    assertThatThrownBy(() -> newton(Newton.Matrix.FULL).build(wide.namedParameters()))
        .hasMessage(
            "optimizer.matrix must be diagonal where full ones would have more than 100000 numbers:"
                + " 125751");
  }

  @Test
  void build_ofTwoLayers_namesTheirParameters() {
    SplittableRandom random = new SplittableRandom(5);
    Sequential deep = new Sequential(new Linear(3, 4, random), new Linear(4, 1, random));

    assertThatThrownBy(() -> new Normalized.Settings().build(deep.namedParameters()))
        .hasMessageContaining(
            "needs the weight and bias of one layer: [0.weight, 0.bias, 1.weight");
  }
}
