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
        op("leakyRelu", x -> x.leakyRelu(0.2)),
        op("elu", x -> x.elu(0.7)),
        op("gelu", Variable::gelu),
        op("silu", Variable::silu),
        op("softplus", x -> x.softplus(1.7)),
        op("tanh", Variable::tanh),
        op("sigmoid", Variable::sigmoid),
        op("logSoftmax", Variable::logSoftmax),
        op("softmax", Variable::softmax),
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

  @Test
  void layerNorm_ofAMatrix_hasTheGradientOfItsValue() {
    Parameter x = leaf("x", 4, 6);
    Parameter weight = leaf("weight", 6);
    Parameter bias = leaf("bias", 6);

    GradientCheck.check(x.layerNorm(weight, bias, 1e-1), x, weight, bias);
  }

  @Test
  void dropout_ofOneMask_hasTheGradientOfItsValue() {
    Parameter x = leaf("x", 4, 6);
    Variable dropped = x.dropout(new DropoutMask(0.4, 9));

    dropped.sum().backward();

    for (int i = 0; i < x.value().size(); i++) {
      float factor = dropped.value().data()[i] == 0 ? 0 : (float) (1 / 0.6);
      assertThat(dropped.value().data()[i]).isEqualTo(x.value().data()[i] * factor);
      assertThat(x.gradient().data()[i]).isEqualTo(factor);
    }
    assertThat(x.gradient().data()).contains(0);
  }

  @Test
  void embedding_ofOneColumn_hasTheGradientOfItsValue() {
    Parameter x = leaf("x", 3, 4);
    for (int row = 0; row < 3; row++) {
      x.value().data()[row * 4 + 2] = row % 2;
    }
    Parameter table = leaf("table", 5, 3);

    GradientCheck.check(x.embedding(table, 2).linear(leaf("weight", 2, 6)), table);
  }

  @Test
  void embedding_ofOneColumn_passesTheOthersOn() {
    Parameter x = leaf("x", 1, 3);
    x.value().data()[1] = 4;
    Parameter table = leaf("table", 5, 2);

    Variable y = x.embedding(table, 1);
    y.mul(y).sum().backward();

    float[] in = x.value().data();
    float[] entry = table.value().data();
    assertThat(y.value().data()).containsExactly(in[0], entry[8], entry[9], in[2]);
    assertThat(x.gradient().data()).containsExactly(2 * in[0], 0, 2 * in[2]);
  }

  private static Arguments op(String name, UnaryOperator<Variable> op) {
    return Arguments.of(name, op);
  }
}
