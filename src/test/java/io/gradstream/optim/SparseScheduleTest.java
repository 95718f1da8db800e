package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.SparseInput;
import io.gradstream.autograd.Variable;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows that are touched now and then, under rates that change: where a weight without a gradient
 * stays, what a dense parameter comes to is right.
 */
class SparseScheduleTest {
  private static final int WIDTH = 24;
  private static final OptimizerSettings FTRL = new Ftrl.Settings(0.5);

  static Stream<Arguments> cases() {
    List<OptimizerSettings> optimizers =
        List.of(
            new Sgd.Settings(0.1),
            new Adagrad.Settings(0.2, 0.01, 0, 0, 1e-10),
            FTRL,
            new Ftrl.Settings(0.5, 0.3, 0.02, 0),
            new Ftrl.Settings(0.5, 0, 0.01, 0.05),
            new Dog.Settings());
    List<ScheduleSettings> schedules =
        List.of(
            new ScheduleSettings.Constant(),
            new ScheduleSettings.Step(25, 0.5),
            new ScheduleSettings.Exponential(0.98),
            new ScheduleSettings.Cosine(40),
            new ScheduleSettings.LinearWarmup(60),
            new ScheduleSettings.InverseScaling(0.5));
    return optimizers.stream()
        .flatMap(optimizer -> schedules.stream().map(each -> Arguments.of(optimizer, each)));
  }

  /** A logistic regression over three of many columns a step, seldom the later ones. */
  private static final class Run {
    final Parameter weight;
    final Optimizer optimizer;
    private final boolean sparse;
    private final double base;
    private final Schedule schedule;
    private final SplittableRandom random = new SplittableRandom(3);
    private int step;

    Run(OptimizerSettings settings, ScheduleSettings schedule, boolean sparse) {
      SplittableRandom start = new SplittableRandom(4);
      float[] weights = new float[WIDTH];
      for (int i = 0; i < WIDTH; i += 2) {
        weights[i] = (float) start.nextDouble(-0.3, 0.3);
      }
      this.weight =
          sparse
              ? Parameter.sparse("weight", Tensor.of(column(weights)))
              : new Parameter("weight", Tensor.of(new float[][] {weights}));
      this.optimizer = settings.build(Map.of("weight", weight));
      this.base = optimizer.learningRate();
      this.schedule = schedule.build();
      this.sparse = sparse;
    }

    private static float[][] column(float[] weights) {
      return IntStream.range(0, weights.length)
          .mapToObj(i -> new float[] {weights[i]})
          .toArray(float[][]::new);
    }

    void steps(int count) {
      for (int i = 0; i < count; i++) {
        step(IntStream.range(0, 3).map(this::column).toArray());
      }
    }

    void step(int... columns) {
      optimizer.zeroGrad();
      Variable target = Variable.of(Tensor.of(new float[][] {{columns[0] % 2}}));
      new BceWithLogits().forward(output(columns), target).backward();
      optimizer.learningRate(schedule.rate(step++, base));
      optimizer.step();
    }

    /** A column of the third that this one draws from, the first of each the likeliest by far. */
    private int column(int third) {
      double share = Math.pow(random.nextDouble(), 4);
      return third * WIDTH / 3 + (int) (share * WIDTH / 3);
    }

    private Variable output(int[] columns) {
      if (sparse) {
        SparseRows row = new SparseRows(1, WIDTH);
        Arrays.stream(columns).forEach(column -> row.append(column, 1));
        row.acceptRow();
        Variable none = Variable.of(Tensor.zeros(1, 0));
        return none.sparseLinear(new int[0], new SparseInput(row), weight, null);
      }
      Tensor inFull = Tensor.zeros(1, WIDTH);
      Arrays.stream(columns).forEach(column -> inFull.data()[column] = 1);
      return Variable.of(inFull).linear(weight);
    }

    float[] weights() {
      return weight.value().copy().data();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void steps_onRowsThatRest_areThoseOnTheSameRowsInFull(
      OptimizerSettings settings, ScheduleSettings schedule) {
    Run sparse = new Run(settings, schedule, true);
    Run dense = new Run(settings, schedule, false);

    sparse.steps(200);
    dense.steps(200);

    assertThat(sparse.weights())
        .usingComparatorWithPrecision(2e-5f)
        .containsExactly(dense.weights());
  }

  @Test
  void ftrl_atARateThatBecameTheConfiguredOne_goesOnFromWhatAnEarlierVersionKept() {
    Run undisturbed = new Run(FTRL, new ScheduleSettings.Step(30, 0.5), true);
    undisturbed.steps(100);
    Run resumed = new Run(FTRL, new ScheduleSettings.Step(30, 0.5), true);
    resumed.steps(100);
    Map<String, Double> numbers = new TreeMap<>(undisturbed.optimizer.numbers());

    numbers.remove("scheduled");
    resumed.optimizer.restore(new OptimizerState(undisturbed.optimizer.state().tensors(), numbers));
    undisturbed.steps(100);
    resumed.steps(100);

    assertThat(resumed.weights()).containsExactly(undisturbed.weights());
  }

  /** After a warm-up the rate is as if there had never been another, but for rows that rested. */
  @Test
  void ftrl_afterAWarmupOfAnEarlierVersion_knowsThatRowsHaveRested() {
    ScheduleSettings warmup = new ScheduleSettings.LinearWarmup(50);
    Run undisturbed = new Run(FTRL, warmup, true);
    Run resumed = new Run(FTRL, warmup, true);
    undisturbed.steps(55);
    resumed.steps(55);
    Map<String, Double> numbers = new TreeMap<>(undisturbed.optimizer.numbers());

    numbers.remove("scheduled");
    resumed.optimizer.restore(new OptimizerState(undisturbed.optimizer.state().tensors(), numbers));

    assertThat(resumed.optimizer.numbers()).containsEntry("scheduled", 1.0);
  }

  @Test
  void ftrl_atAConstantRate_keepsWhatEarlierVersionsKept() {
    Run run = new Run(FTRL, new ScheduleSettings.Constant(), true);
    run.steps(100);

    run.optimizer.restore(run.optimizer.state());

    assertThat(run.optimizer.numbers()).containsOnlyKeys("step", "learningRate", "alpha");
    assertThat(run.optimizer.slots()).containsOnlyKeys("z/weight", "squares/weight");
  }

  @Test
  void ftrl_rowRestartedUnderASchedule_learnsAsTheRowItWasCopiedFrom() {
    Run run = new Run(FTRL, new ScheduleSettings.Cosine(40), true);
    run.steps(30);
    int unseen = 14;
    assertThat(run.optimizer.state().tensor("squares/weight").data()[unseen]).isZero();

    run.optimizer.restart(run.weight, 0, unseen);
    run.step(0, unseen);

    assertThat(run.weights()[0]).isEqualTo(run.weights()[unseen]).isNotZero();
  }

  @Test
  void ftrl_atARateThatIsAlmostZero_standsStill() {
    Run run = new Run(FTRL, new ScheduleSettings.Step(20, 1e-60), true);
    run.steps(20);
    float[] before = run.weights();

    run.steps(50);

    assertThat(run.weights()).containsExactly(before);
  }
}
