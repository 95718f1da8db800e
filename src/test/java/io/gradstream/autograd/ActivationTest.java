package io.gradstream.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations of float32 beside their formulas in double precision, far out and near 0. */
class ActivationTest {
  static Stream<Arguments> activations() {
    return Stream.of(
        activation("leakyRelu", x -> x.leakyRelu(0.2), x -> x > 0 ? x : 0.2 * x),
        activation("elu", x -> x.elu(0.7), x -> x > 0 ? x : 0.7 * Math.expm1(x)),
        activation("gelu", Variable::gelu, x -> x * distribution(x)),
        activation("silu", Variable::silu, x -> x * sigmoid(x)),
        activation("softplus", x -> x.softplus(1.7), x -> softplus(1.7 * x) / 1.7),
        activation("tanh", Variable::tanh, Math::tanh),
        activation("sigmoid", Variable::sigmoid, ActivationTest::sigmoid));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void activation_isItsFormula_andItsSlopeThatOfTheFormula(
      String name, UnaryOperator<Variable> activation, DoubleUnaryOperator formula) {
    Parameter x = new Parameter("x", points());
    Variable y = activation.apply(x);
    y.sum().backward();

    for (int i = 0; i < x.value().size(); i++) {
      double at = x.value().data()[i];
      double expected = formula.applyAsDouble(at);
      assertThat((double) y.value().data()[i])
          .as("%s at %s", name, at)
          .isCloseTo(expected, within(3e-7 * Math.max(1, Math.abs(at))));
      double step = 1e-5 * Math.max(1, Math.abs(at));
      double slope =
          (formula.applyAsDouble(at + step) - formula.applyAsDouble(at - step)) / (2 * step);
      assertThat((double) x.gradient().data()[i])
          .as("slope of %s at %s", name, at)
          .isCloseTo(slope, within(2e-6));
    }
  }

  /* Away from 0, where two of them have a corner. */
  private static Tensor points() {
    Tensor points = Tensor.zeros(40, 11);
    for (int i = 0; i < points.size(); i++) {
      double size = Math.pow(10, -3 + 5.0 * (i / 2) / (points.size() / 2));
      points.data()[i] = (float) (i % 2 == 0 ? size : -size);
    }
    return points;
  }

  private static Arguments activation(
      String name, UnaryOperator<Variable> activation, DoubleUnaryOperator formula) {
    return Arguments.of(name, activation, formula);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Φ as the sum of Simpson's rule over its density. */
  private static double distribution(double x) {
    double end = Math.max(-9, Math.min(x, 9));
    int parts = 2000;
    double width = end / parts;
    double sum = 0;
    for (int i = 0; i < parts; i++) {
      sum += density(i * width) + 4 * density((i + 0.5) * width) + density((i + 1) * width);
    }
    return 0.5 + sum * width / 6;
  }

  private static double density(double x) {
    return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }
}
