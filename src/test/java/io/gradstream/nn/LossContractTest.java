package io.gradstream.nn;

import static io.gradstream.autograd.GradientCheck.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gradstream.CompiledClasses;
import io.gradstream.autograd.GradientCheck;
import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every loss is held to, with either reduction. */
class LossContractTest {
  private static final int ROWS = 4;
  private static final int WIDTH = 3;

  static Stream<Named<Loss>> losses() {
    return Stream.of(
            new Mse(),
            new L1(),
            new SmoothL1(0.4, Reduction.MEAN),
            new Huber(0.7, Reduction.MEAN),
            new Bce(),
            new BceWithLogits(),
            new BceWithLogits(2.5, Reduction.MEAN),
            new CrossEntropy(),
            new CrossEntropy(0.1, Optional.empty(), Reduction.MEAN),
            new CrossEntropy(0.2, Optional.of(List.of(0.5, 2.0, 1.0)), Reduction.MEAN),
            new Nll(),
            new PoissonNll(),
            new Quantile(0.3),
            new Hinge())
        .flatMap(loss -> Stream.of(Reduction.values()).map(loss::with))
        .map(loss -> Named.of(loss.toString(), loss));
  }

  /** A leaf of outputs that the loss has a meaning for. */
  private static Parameter output(Loss loss) {
    Parameter output = leaf("output", ROWS, WIDTH);
    if (loss instanceof Bce) {
      for (int i = 0; i < output.value().size(); i++) {
        output.value().data()[i] = 0.5f + 0.4f * output.value().data()[i];
      }
    }
    return output;
  }

  private static Tensor targets(Loss loss) {
    Tensor targets = Tensor.zeros(ROWS, loss instanceof ClassLoss ? 1 : WIDTH);
    for (int i = 0; i < targets.size(); i++) {
      targets.data()[i] = loss instanceof ClassLoss ? i % WIDTH : i % 2;
    }
    return targets;
  }

  @Test
  void losses_heldHere_areAllThatThereAre() {
    assertThat(losses().<Class<?>>map(named -> named.getPayload().getClass()).distinct())
        .containsExactlyInAnyOrderElementsOf(Losses.ALL);
  }

  @Test
  void losses_thatCanBeConfigured_areListed() {
    assertThat(Losses.ALL)
        .containsExactlyInAnyOrderElementsOf(CompiledClasses.of(LossSettings.class));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void forward_ofABatch_hasTheGradientOfItsValue(Loss loss) {
    Parameter output = output(loss);

    GradientCheck.check(loss.forward(output, Variable.of(targets(loss))), output);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void forward_withFewerRowsThanCapacity_hasTheGradientOfItsValue(Loss loss) {
    Tensor rows = leaf("rows", ROWS, 2).value();
    Parameter weight = leaf("weight", WIDTH, 2);
    Tensor targets = targets(loss);
    Variable linear = Variable.of(rows).linear(weight);
    Variable output = loss instanceof Bce ? linear.sigmoid() : linear;
    Variable total = loss.forward(output, Variable.of(targets));
    rows.useRows(ROWS - 1);
    targets.useRows(ROWS - 1);
    Graph.of(total).forward();

    GradientCheck.check(total, weight);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void forward_withWeights_countsEachRowItsWeightTimes(Loss loss) {
    Parameter output = output(loss);
    Tensor targets = targets(loss);
    Tensor weights = Tensor.of(new float[][] {{2}, {0}, {0.5f}, {1}});

    Variable total = loss.forward(output, Variable.of(targets), Variable.of(weights));

    double sum = 0;
    Loss summed = loss.with(Reduction.SUM);
    for (int row = 0; row < ROWS; row++) {
      sum += weights.data()[row] * summed.at(output.value(), targets, row);
    }
    assertThat((double) total.item())
        .isCloseTo(sum / loss.divisor(output.value(), targets), within(1e-5));
    GradientCheck.check(total, output);
  }

  /** No less than the second derivative, and no more but where a log-likelihood has grown flat. */
  @ParameterizedTest
  @MethodSource("losses")
  void curvature_ofARow_isTheSlopesOwnSlope(Loss loss) {
    Tensor output = output(loss).value();
    Tensor targets = targets(loss);
    float[] curvature = new float[output.size()];
    float[] slope = new float[output.size()];
    for (int row = 0; row < output.rows(); row++) {
      loss.addCurvature(output, targets, row, 2, curvature);
      loss.addSlope(output, targets, row, 1, slope);
    }

    for (int i = 0; i < output.size(); i++) {
      double own = slopeOfSlope(loss, output, targets, i);
      double most = Math.max(own, leastBehindFlatness(loss, slope[i]));
      assertThat(curvature[i] / 2.0).isBetween(own - 1e-2, most + 1e-2);
    }
  }

  private static double leastBehindFlatness(Loss loss, float slope) {
    return loss instanceof PoissonNll ? Math.abs(slope) : slope * slope / 10;
  }

  private static double slopeOfSlope(Loss loss, Tensor output, Tensor targets, int i) {
    float[] above = new float[output.size()];
    float[] below = new float[output.size()];
    float at = output.data()[i];
    float step = 1e-3f;
    output.data()[i] = at + step;
    loss.addSlope(output, targets, i / output.columns(), 1, above);
    output.data()[i] = at - step;
    loss.addSlope(output, targets, i / output.columns(), 1, below);
    output.data()[i] = at;
    return (above[i] - below[i]) / (2.0 * step);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void at_ofARow_isTheLossOfThatRowAlone(Loss loss) {
    Parameter output = output(loss);
    Tensor targets = targets(loss);

    float second = loss.at(output.value(), targets, 1);

    assertThat(second).isEqualTo(loss.forward(row(output.value(), 1), row(targets, 1)).item());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void mean_ofABatch_isTheSumOverTheCount(Loss loss) {
    Parameter output = output(loss);
    Variable targets = Variable.of(targets(loss));

    float mean = loss.with(Reduction.MEAN).forward(output, targets).item();

    float sum = loss.with(Reduction.SUM).forward(output, targets).item();
    assertThat(mean * loss.count(output.value(), targets.value())).isCloseTo(sum, within(1e-5));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void forward_ofHugeOutputs_staysFinite(Loss loss) {
    assumeThat(loss).as("takes probabilities").isNotInstanceOf(Bce.class);
    Parameter output = leaf("output", ROWS, WIDTH);
    for (int i = 0; i < output.value().size(); i++) {
      output.value().data()[i] = i % 2 == 0 ? 1e4f : -1e4f;
    }

    Variable total = loss.forward(output, Variable.of(targets(loss)));
    total.backward();

    assertThat(total.item()).isFinite();
    assertThat(output.gradient().data()).doesNotContain(Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void predict_ofSomeRows_writesThoseRows(Loss loss) {
    Tensor output = leaf("output", ROWS, WIDTH).value();
    Tensor into = Tensor.zeros(ROWS, WIDTH);
    output.useRows(2);

    loss.predict(output, into);

    assertThat(into.rows()).isEqualTo(2);
    assertThat(into.copy().data()).doesNotContain(0f);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void forward_ofTargetsThatDoNotFit_namesBothShapes(Loss loss) {
    Variable targets = Variable.of(Tensor.zeros(ROWS, WIDTH + 1));

    assertThatThrownBy(() -> loss.forward(leaf("output", ROWS, WIDTH), targets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[4, 3]", "[4, 4]");
  }

  /** Of a row of one output, or of logits or log-probabilities of classes. */
  @ParameterizedTest
  @MethodSource("losses")
  void negativeLogLikelihood_ofARow_isThatOfWhatIsPredicted(Loss loss) {
    boolean tellsProbabilities =
        loss instanceof ClassLoss
            || loss instanceof Bce
            || loss instanceof BceWithLogits
            || loss instanceof Hinge;
    int width = loss instanceof ClassLoss ? WIDTH : 1;
    Tensor output = Tensor.zeros(1, width);
    for (int i = 0; i < width; i++) {
      output.data()[i] = loss instanceof Nll ? (float) Math.log((1 + i) / 6.0) : 0.3f + 0.2f * i;
    }
    Tensor target = Tensor.of(new float[][] {{1}});
    if (!tellsProbabilities) {
      assertThatThrownBy(() -> loss.negativeLogLikelihood(output, target, 0))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    Tensor predicted = Tensor.zeros(1, width);
    loss.predict(output, predicted);

    double likelihood = loss.negativeLogLikelihood(output, target, 0);

    float probability = predicted.data()[loss instanceof ClassLoss ? 1 : 0];
    assertThat(likelihood).isCloseTo(-Math.log(probability), within(1e-6));
  }

  @Test
  void negativeLogLikelihood_withoutWeights_isTheLoss() {
    Tensor logits = Tensor.of(new float[][] {{-90}, {0.5f}, {1e4f}, {17}});
    Tensor binary = Tensor.of(new float[][] {{1}, {0}, {0}, {1}});
    Tensor classes = Tensor.of(new float[][] {{90, 1, -9}, {0, 0, 0}, {1e4f, 0, -1e4f}});
    Tensor labels = Tensor.of(new float[][] {{1}, {2}, {2}});

    for (int row = 0; row < 3; row++) {
      assertThat((float) new BceWithLogits().negativeLogLikelihood(logits, binary, row))
          .isEqualTo(new BceWithLogits().at(logits, binary, row));
      assertThat((float) new CrossEntropy().negativeLogLikelihood(classes, labels, row))
          .isEqualTo(new CrossEntropy().at(classes, labels, row));
    }
    assertThat(new Hinge().negativeLogLikelihood(logits, binary, 0)).isEqualTo(90);
  }

  @Test
  void predict_ofLogProbabilitiesAndLogRates_isTheExponential() {
    Tensor into = Tensor.zeros(1, 2);

    for (Loss loss : List.of(new Nll(), new PoissonNll())) {
      loss.predict(Tensor.of(new float[][] {{0, -1}}), into);

      assertThat(into.data()).containsExactly(1, (float) Math.exp(-1));
    }
  }

  @Test
  void losses_ofImpossibleSettings_nameKeyAndValue() {
    assertThatThrownBy(() -> new Huber(0, Reduction.SUM)).hasMessage("delta must be positive: 0.0");
    assertThatThrownBy(() -> new SmoothL1(Double.POSITIVE_INFINITY, Reduction.SUM))
        .hasMessage("beta must be positive: Infinity");
    assertThatThrownBy(() -> new Quantile(1)).hasMessage("quantile must be between 0 and 1: 1.0");
    assertThatThrownBy(() -> new BceWithLogits(Optional.of(-1.0), Reduction.MEAN))
        .hasMessage("posWeight must be positive: -1.0");
    assertThatThrownBy(() -> new CrossEntropy(2, Optional.empty(), Reduction.MEAN))
        .hasMessage("labelSmoothing must be between 0 and 1: 2.0");
  }

  @Test
  void predict_ofLogits_isTheSigmoid() {
    Tensor into = Tensor.zeros(1, 2);

    new BceWithLogits().predict(Tensor.of(new float[][] {{0, 2}}), into);

    assertThat(into.data()).containsExactly(0.5f, (float) (1 / (1 + Math.exp(-2))));
  }

  @Test
  void predict_ofClassScores_isTheSoftmax() {
    Tensor into = Tensor.zeros(1, 2);

    new CrossEntropy().predict(Tensor.of(new float[][] {{0, (float) Math.log(3)}}), into);

    assertThat(into.data()[0]).isCloseTo(0.25f, within(1e-6f));
    assertThat(into.data()[1]).isCloseTo(0.75f, within(1e-6f));
  }

  @Test
  void crossEntropy_ofAClassThatIsNone_namesIt() {
    Variable targets = Variable.of(Tensor.of(new float[][] {{3}}));

    assertThatThrownBy(() -> new CrossEntropy().forward(leaf("output", 1, 3), targets))
        .hasMessage("a class must be a whole number from 0 to 2: 3.0");
  }

  private static Variable row(Tensor matrix, int row) {
    Tensor one = Tensor.zeros(1, matrix.columns());
    System.arraycopy(matrix.data(), row * matrix.columns(), one.data(), 0, matrix.columns());
    return Variable.of(one);
  }
}
