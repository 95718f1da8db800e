package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.SparseInput;
import io.gradstream.autograd.Variable;
import io.gradstream.nn.Mse;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sets several optimizers side by side apart from one; the contract holds the rest. */
class AutoTest {
  private static final List<OptimizerSettings> RATES =
      List.of(new Sgd.Settings(0.001), new Sgd.Settings(0.1), new Sgd.Settings(100));

  /** A weight for one input that is learned to be 3. */
  private static final class Slope {
    private final Parameter weight = new Parameter("weight", Tensor.zeros(1, 1));
    private final Optimizer optimizer;
    private final Evaluation evaluation;

    Slope(OptimizerSettings settings) {
      optimizer = settings.build(Map.of("weight", weight));
      Variable one = Variable.of(Tensor.of(new float[][] {{1}}));
      Variable three = Variable.of(Tensor.of(new float[][] {{3}}));
      evaluation = new Evaluation(optimizer, () -> new Mse().forward(one.linear(weight), three));
    }

    /** Takes so many steps; the sum of the losses before them. */
    double steps(int count) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        evaluation.step();
        sum += evaluation.loss();
      }
      return sum;
    }
  }

  private static Auto.Settings auto(Auto.Publish publish) {
    return auto(publish, 0.001);
  }

  private static Auto.Settings auto(Auto.Publish publish, double share) {
    return new Auto.Settings(Optional.of(RATES), share, Optional.of(publish));
  }

  /** The smallest rate crawls, the largest is thrown farther with every step. */
  @Test
  void steps_withRatesOfWhichOneFits_areNearlyAsGoodAsThatOne() {
    double best = new Slope(RATES.get(1)).steps(200);
    double crawling = new Slope(RATES.get(0)).steps(200);

    for (Auto.Publish publish : Auto.Publish.values()) {
      assertThat(new Slope(auto(publish)).steps(200)).isLessThan(best + 0.15 * (crawling - best));
    }
  }

  @Test
  void parameters_published_areTheWeightedMeanOfTheExperts() {
    Slope slope = new Slope(auto(Auto.Publish.MIXTURE));

    slope.steps(3);

    double mean = 0;
    double sum = 0;
    for (int i = 0; i < RATES.size(); i++) {
      double weight = slope.optimizer.state().number("mixed." + i);
      sum += weight;
      mean += weight * slope.optimizer.state().tensor(i + ".value/weight").data()[0];
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
    assertThat(slope.optimizer.figures())
        .containsOnlyKeys("0.sgd", "1.sgd", "2.sgd")
        .containsEntry("1.sgd", slope.optimizer.state().number("mixed.1"));
    assertThat((double) slope.weight.value().data()[0]).isCloseTo(mean, within(1e-6));
  }

  /** However much of the belief is spread over all. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.3})
  void parameters_ofTheBest_areOneExpertsOwn(double share) {
    Slope slope = new Slope(auto(Auto.Publish.BEST, share));

    slope.steps(50);

    assertThat(slope.weight.value().data())
        .containsExactly(slope.optimizer.state().tensor("1.value/weight").data());
  }

  @Test
  void steps_ofWhomIsHardlyBelieved_areAQuarterOfTheBestOnes() {
    Slope slope = new Slope(auto(Auto.Publish.BEST));
    slope.steps(100);
    double crawling = slope.optimizer.state().number("0.step");
    double best = slope.optimizer.state().number("1.step");

    slope.steps(40);

    assertThat(slope.optimizer.state().number("0.step")).isEqualTo(crawling + 10);
    assertThat(slope.optimizer.state().number("1.step")).isEqualTo(best + 40);
  }

  @Test
  void numbers_afterAnExpertIsThrownOutOfFloat32_areFinite() {
    Slope slope = new Slope(auto(Auto.Publish.MIXTURE));

    slope.steps(300);

    slope.optimizer.slots().forEach((name, slot) -> assertThat(slot.data()[0]).as(name).isFinite());
    assertThat((double) slope.weight.value().data()[0]).isCloseTo(3, within(1e-3));
  }

  /** Of many rows one is touched: the others follow the weights of the mixture later. */
  @Test
  void step_ofManyRows_mixesAllOfThemNowAndThen() {
    Parameter weight = Parameter.sparseTransposed("weight", Tensor.zeros(1_000, 1));
    Optimizer optimizer = auto(Auto.Publish.MIXTURE).build(Map.of("weight", weight));
    SparseRows row = new SparseRows(1, 1_000);
    Variable none = Variable.of(Tensor.zeros(1, 0));
    Variable target = Variable.of(Tensor.of(new float[][] {{1}}));
    SparseInput input = new SparseInput(row);
    Evaluation evaluation =
        new Evaluation(
            optimizer,
            () -> new Mse().forward(none.sparseLinear(new int[0], input, weight, null), target));

    int whole = 0;
    for (int step = 0; step < 300; step++) {
      row.clear();
      row.append(step, 1);
      row.acceptRow();
      whole += evaluation.step() ? 1 : 0;
    }

    assertThat(whole).isBetween(2, 300 * 16 / 1_000 + 1);
  }

  @Test
  void step_withoutAClosure_isRefused() {
    Optimizer optimizer = new Slope(auto(Auto.Publish.BEST)).optimizer;

    assertThatThrownBy(optimizer::step)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("auto needs a closure that evaluates the model");
  }

  @Test
  void settings_thatCannotBe_areRefused() {
    assertThatThrownBy(
            () -> new Auto.Settings(Optional.of(RATES.subList(0, 1)), 0, Optional.empty()))
        .hasMessage("experts must be two or more: 1");
    assertThatThrownBy(
            () ->
                new Auto.Settings(
                    Optional.of(List.of(new Auto.Settings(), RATES.get(0))), 0, Optional.empty()))
        .hasMessage("experts must be other optimizers than: auto");
  }
}
