package io.gradstream.autograd;

import static io.gradstream.autograd.GradientCheck.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.tensor.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpGradientTest {
  static Stream<Arguments> unary() {
    return Stream.of(
        op("relu", Variable::relu),
        op("tanh", Variable::tanh),
        op("sigmoid", Variable::sigmoid),
        op("logSoftmax", Variable::logSoftmax),
        op("sum", Variable::sum),
        op("mean", Variable::mean));
  }

  static Stream<Arguments> binary() {
    BinaryOperator<Variable> add = Variable::add;
    BinaryOperator<Variable> sub = Variable::sub;
    BinaryOperator<Variable> mul = Variable::mul;
    return Stream.of(Arguments.of("add", add), Arguments.of("sub", sub), Arguments.of("mul", mul));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unary")
  void unaryOp_ofAMatrix_hasTheGradientOfItsValue(String name, UnaryOperator<Variable> op) {
    Parameter x = leaf("x", 3, 5);

    GradientCheck.check(op.apply(x), x);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unary")
  void unaryOp_usedTwice_addsBothGradients(String name, UnaryOperator<Variable> op) {
    Parameter x = leaf("x", 3, 5);

    GradientCheck.check(op.apply(x).add(op.apply(x.mul(x))), x);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unary")
  void unaryOp_withFewerRowsThanCapacity_countsOnlyThose(String name, UnaryOperator<Variable> op) {
    Tensor rows = leaf("x", 4, 3).value();
    Parameter weight = leaf("weight", 5, 3);
    Variable output = op.apply(Variable.of(rows).linear(weight));

    rows.useRows(2);
    Graph.of(output).forward();

    GradientCheck.check(output, weight);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("binary")
  void binaryOp_ofEqualShapes_hasTheGradientOfItsValue(String name, BinaryOperator<Variable> op) {
    Parameter left = leaf("left", 3, 4);
    Parameter right = leaf("right", 3, 4);

    GradientCheck.check(op.apply(left, right), left, right);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("binary")
  void binaryOp_ofAMatrixAndARow_repeatsTheRow(String name, BinaryOperator<Variable> op) {
    Parameter matrix = leaf("matrix", 3, 4);
    Parameter row = leaf("row", 4);

    GradientCheck.check(op.apply(matrix, row), matrix, row);
    GradientCheck.check(op.apply(row, matrix), matrix, row);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("binary")
  void binaryOp_ofAMatrixAndAScalar_repeatsTheScalar(String name, BinaryOperator<Variable> op) {
    Parameter matrix = leaf("matrix", 3, 4);
    Parameter scalar = leaf("scalar");

    GradientCheck.check(op.apply(matrix, scalar), matrix, scalar);
    GradientCheck.check(op.apply(scalar, matrix), matrix, scalar);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("binary")
  void binaryOp_ofOneVariableTwice_addsBothGradients(String name, BinaryOperator<Variable> op) {
    Parameter x = leaf("x", 2, 3);

    GradientCheck.check(op.apply(x, x), x);
  }

  @Test
  void matmul_ofTwoMatrices_hasTheGradientOfItsValue() {
    Parameter a = leaf("a", 5, 7);
    Parameter b = leaf("b", 7, 19);

    GradientCheck.check(a.matmul(b), a, b);
  }

  @Test
  void linear_withAndWithoutBias_hasTheGradientOfItsValue() {
    Parameter x = leaf("x", 5, 17);
    Parameter weight = leaf("weight", 6, 17);
    Parameter bias = leaf("bias", 6);

    GradientCheck.check(x.linear(weight, bias), x, weight, bias);
    GradientCheck.check(x.linear(weight), x, weight);
  }

  @Test
  void backward_fromTwoPathsOfDifferentLength_addsBothGradients() {
    Parameter x = leaf("x", 3, 3);
    Variable hidden = x.tanh();

    GradientCheck.check(hidden.matmul(hidden.sigmoid()).add(hidden), x);
    assertThat(hidden.gradient().size()).isEqualTo(9);
  }

  private static Arguments op(String name, UnaryOperator<Variable> op) {
    return Arguments.of(name, op);
  }
}
