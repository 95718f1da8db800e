package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.gradstream.CompiledClasses;
import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.SparseInput;
import io.gradstream.autograd.Variable;
import io.gradstream.nn.Linear;
import io.gradstream.nn.Mse;
import io.gradstream.nn.Sequential;
import io.gradstream.settings.SettingsTree;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every optimizer is held to. */
class OptimizerContractTest {
  private static final Newton.Settings FULL =
      new Newton.Settings(Optional.of(0.99), 2, Optional.of(Newton.Matrix.FULL));
  private static final Newton.Settings DIAGONAL =
      new Newton.Settings(Optional.of(0.99), 2, Optional.of(Newton.Matrix.DIAGONAL));

  private static Auto.Settings auto(OptimizerSettings... experts) {
    return new Auto.Settings(Optional.of(List.of(experts)), 0.1, Optional.of(Auto.Publish.MIXTURE));
  }

  static Stream<Named<OptimizerSettings>> optimizers() {
    List<Double> betas = List.of(0.8, 0.95);
    return Stream.<OptimizerSettings>of(
            new Sgd.Settings(0.05),
            new Sgd.Settings(0.05, 0.9, 0, true, 0.01),
            new Sgd.Settings(0.05, 0.9, 0.3, false, 0),
            new Adam.Settings(0.05),
            new Adam.Settings(0.05, betas, 1e-6, 0.01, true),
            new Adamw.Settings(0.05),
            new Adamax.Settings(0.05),
            new Nadam.Settings(0.05),
            new Radam.Settings(0.05, betas, 1e-6, 0.01),
            new Adagrad.Settings(0.2, 0.01, 0.001, 0.1, 1e-10),
            new Adadelta.Settings(5),
            new Rmsprop.Settings(0.01),
            new Rmsprop.Settings(0.01, 0.9, 1e-8, 0.01, 0.5, true),
            new Ftrl.Settings(0.5),
            new Ftrl.Settings(0.5, 1, 0.001, 0.001),
            new Cocob.Settings(),
            new Dog.Settings(),
            new Normalized.Settings(),
            FULL,
            DIAGONAL,
            auto(FULL, new Sgd.Settings(0.05), new Adagrad.Settings(0.2)),
            auto(DIAGONAL, new Normalized.Settings()),
            new Auto.Settings(
                Optional.of(List.of(new Cocob.Settings(), new Adam.Settings(0.05))),
                0.1,
                Optional.of(Auto.Publish.BEST)))
        .map(
            settings -> Named.of(SettingsTree.of((Record) settings).values().toString(), settings));
  }

  /** Those of any model: in a linear one no row of a table starts again. */
  static Stream<Named<OptimizerSettings>> optimizersOfAnyModel() {
    return optimizers().filter(named -> !named.getPayload().isForLinearModels());
  }

  /** A small model on one batch, a linear one where it must be, and its optimizer. */
  private static final class Training {
    final Sequential model;
    final Optimizer optimizer;
    final Variable loss;
    final Evaluation evaluation;

    Training(OptimizerSettings settings) {
      SplittableRandom random = new SplittableRandom(5);
      model =
          settings.isForLinearModels()
              ? new Sequential(new Linear(3, 1, random))
              : new Sequential(new Linear(3, 4, random), Variable::tanh, new Linear(4, 1, random));
      optimizer = settings.build(model.namedParameters());
      Tensor features = Tensor.of(new float[][] {{1, 0, -1}, {0.5f, 2, 0}, {-1, -1, 1}});
      Tensor targets = Tensor.of(new float[][] {{0.5f}, {-1}, {1}});
      loss = new Mse().forward(model.forward(Variable.of(features)), Variable.of(targets));
      Graph graph = Graph.of(loss);
      evaluation =
          new Evaluation(
              optimizer,
              () -> {
                graph.forward();
                return loss;
              });
    }

    void steps(int count) {
      for (int i = 0; i < count; i++) {
        evaluation.step();
      }
    }

    List<float[]> parameters() {
      return model.parameters().stream().map(p -> p.value().copy().data()).toList();
    }
  }

  @Test
  void optimizers_heldHere_areAllThatThereAre() {
    assertThat(optimizers().<Class<?>>map(named -> named.getPayload().getClass()).distinct())
        .containsExactlyInAnyOrderElementsOf(Optimizers.ALL);
  }

  @Test
  void optimizers_thatCanBeConfigured_areListed() {
    assertThat(Optimizers.ALL)
        .containsExactlyInAnyOrderElementsOf(CompiledClasses.of(OptimizerSettings.class));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void restore_intoAnotherLearner_goesOnBitForBit(OptimizerSettings settings) {
    Training undisturbed = new Training(settings);
    undisturbed.steps(7);
    Training resumed = new Training(settings);
    copy(undisturbed.model, resumed.model);

    resumed.optimizer.restore(undisturbed.optimizer.state());
    undisturbed.steps(9);
    resumed.steps(9);

    assertThat(resumed.parameters()).containsExactlyElementsOf(undisturbed.parameters());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void restore_ofTheStateBeforeTheFirstStep_startsBitForBit(OptimizerSettings settings) {
    Training undisturbed = new Training(settings);
    Training resumed = new Training(settings);

    resumed.optimizer.restore(undisturbed.optimizer.state());
    undisturbed.steps(3);
    resumed.steps(3);

    assertThat(resumed.parameters()).containsExactlyElementsOf(undisturbed.parameters());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void reset_behindSteps_goesOnAsOneThatIsNew(OptimizerSettings settings) {
    Training forgetful = new Training(settings);
    forgetful.steps(7);
    Training fresh = new Training(settings);
    copy(forgetful.model, fresh.model);

    forgetful.optimizer.reset();
    forgetful.steps(9);
    fresh.steps(9);

    assertThat(forgetful.parameters()).containsExactlyElementsOf(fresh.parameters());
  }

  /** Of three rows the first is learned, the third has never been: it is as new. */
  @ParameterizedTest
  @MethodSource("optimizersOfAnyModel")
  void restart_rowThatHasLearned_isAsOneThatHasNot(OptimizerSettings settings) {
    Parameter table =
        Parameter.sparse("table", Tensor.of(new float[][] {{1, 2}, {3, -4}, {-0.5f, 7}}));
    Optimizer optimizer = settings.build(Map.of("table", table));
    for (int step = 0; step < 5; step++) {
      Variable id = Variable.of(Tensor.of(new float[][] {{step % 2}}));
      Variable target = Variable.of(Tensor.of(new float[][] {{9, step}}));
      new Evaluation(optimizer, () -> new Mse().forward(id.embedding(table, 0), target)).step();
    }
    float[] second = Arrays.copyOfRange(table.value().data(), 2, 4);

    optimizer.restart(table, 0, 2);

    assertThat(table.value().data()).containsExactly(-0.5f, 7, second[0], second[1], -0.5f, 7);
    optimizer
        .slots()
        .values()
        .forEach(
            slot ->
                assertThat(Arrays.copyOf(slot.data(), 2))
                    .containsExactly(Arrays.copyOfRange(slot.data(), 4, 6)));
    assertThat(table.gradient().data()).containsExactly(0, 0, 0, 0, 0, 0);
    assertThat(optimizer.numbers().getOrDefault("far", distance(second)))
        .isCloseTo(distance(second), offset(1e-9));
  }

  private static double distance(float[] second) {
    double first = second[0] - 3;
    double other = second[1] + 4;
    return first * first + other * other;
  }

  /** Those that leave a weight without a gradient as it is. */
  static Stream<OptimizerSettings> optimizersThatRest() {
    return Stream.of(
        new Sgd.Settings(0.05),
        new Adagrad.Settings(0.2),
        new Ftrl.Settings(0.5, 1, 0.001, 0.001),
        new Cocob.Settings(),
        new Dog.Settings(),
        new Normalized.Settings(),
        auto(new Sgd.Settings(0.05), new Cocob.Settings()));
  }

  @ParameterizedTest
  @MethodSource("optimizersThatRest")
  void steps_onSparseRows_areThoseOnTheSameRowsInFull(OptimizerSettings settings) {
    int[] columns = {3, 0, 3, 4, 1, 0};
    Parameter sparse = Parameter.sparseTransposed("weight", Tensor.zeros(6, 1));
    Parameter dense = new Parameter("weight", Tensor.zeros(1, 6));
    Tensor inFull = Tensor.zeros(1, 6);
    SparseRows row = new SparseRows(1, 6);
    Variable target = Variable.of(Tensor.of(new float[][] {{1}}));
    Variable none = Variable.of(Tensor.zeros(1, 0));
    Optimizer bySparse = settings.build(Map.of("weight", sparse));
    Optimizer byDense = settings.build(Map.of("weight", dense));
    for (int column : columns) {
      row.clear();
      row.append(column, 1);
      row.append(5, 0.5f);
      row.acceptRow();
      inFull.fill(0);
      inFull.data()[column] = 1;
      inFull.data()[5] = 0.5f;

      SparseInput input = new SparseInput(row);
      step(bySparse, () -> none.sparseLinear(new int[0], input, sparse, null), target);
      step(byDense, () -> Variable.of(inFull).linear(dense), target);
    }

    assertThat(sparse.state().data())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(dense.state().data());
    assertThat(sparse.state().data()[2]).isZero();
  }

  private static void step(Optimizer optimizer, Supplier<Variable> output, Variable target) {
    new Evaluation(optimizer, () -> new Mse().forward(output.get(), target)).step();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void state_takenBeforeAStep_isNotChangedByIt(OptimizerSettings settings) {
    Training training = new Training(settings);
    training.steps(1);
    OptimizerState state = training.optimizer.state();
    Map<String, Double> numbers = Map.copyOf(state.numbers());
    List<float[]> tensors = state.tensors().values().stream().map(t -> t.copy().data()).toList();

    training.steps(1);

    assertThat(state.numbers()).isEqualTo(numbers);
    assertThat(state.tensors().values().stream().map(Tensor::data))
        .containsExactlyElementsOf(tensors);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void steps_onOneBatch_makeItsLossFall(OptimizerSettings settings) {
    Training training = new Training(settings);
    float before = training.loss.item();

    training.steps(200);

    assertThat(training.loss.item()).isLessThan(0.5f * before);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void zeroGrad_afterABackwardPass_leavesNoGradient(OptimizerSettings settings) {
    Training training = new Training(settings);
    training.loss.backward();

    training.optimizer.zeroGrad();

    for (Parameter parameter : training.model.parameters()) {
      assertThat(parameter.gradient().data()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void learningRate_set_isTheNextSteps(OptimizerSettings settings) {
    Training training = new Training(settings);
    List<float[]> before = training.parameters();

    training.optimizer.learningRate(0);
    training.steps(1);

    assertThat(training.optimizer.learningRate()).isZero();
    assertThat(training.parameters()).containsExactlyElementsOf(before);
  }

  @Test
  void restore_ofAnotherOptimizersState_namesWhatIsMissing() {
    Training training = new Training(new Adam.Settings(0.1));
    OptimizerState plain = new Training(new Sgd.Settings(0.1)).optimizer.state();

    assertThatThrownBy(() -> training.optimizer.restore(plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the optimizer's state must have mean/0.bias: []");
  }

  private static void copy(Sequential from, Sequential to) {
    for (int i = 0; i < from.parameters().size(); i++) {
      float[] target = to.parameters().get(i).value().data();
      System.arraycopy(from.parameters().get(i).value().data(), 0, target, 0, target.length);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void step_onOneSample_isTheSameWhetherItsGradientWasLookedAtOrNot(OptimizerSettings settings) {
    Linear seen = new Linear(19, 3, new SplittableRandom(5));
    Linear unseen = new Linear(19, 3, new SplittableRandom(5));
    Optimizer first = settings.build(seen.namedParameters());
    Optimizer second = settings.build(unseen.namedParameters());

    for (int step = 0; step < 3; step++) {
      step(first, seen, true);
      step(second, unseen, false);
    }

    for (int i = 0; i < 2; i++) {
      assertThat(unseen.parameters().get(i).value().data())
          .isEqualTo(seen.parameters().get(i).value().data());
    }
  }

  private static Tensor sample() {
    SplittableRandom random = new SplittableRandom(6);
    Tensor sample = Tensor.zeros(1, 19);
    for (int i = 0; i < 19; i++) {
      sample.data()[i] = (float) random.nextDouble(-1, 1);
    }
    return sample;
  }

  private static void step(Optimizer optimizer, Linear model, boolean looks) {
    Variable features = Variable.of(sample());
    Variable zeros = Variable.of(Tensor.zeros(1, 3));
    Evaluation evaluation =
        new Evaluation(optimizer, () -> new Mse().forward(model.forward(features), zeros));
    evaluation.step(looks ? () -> model.parameters().forEach(Parameter::gradient) : () -> {});
  }
}
