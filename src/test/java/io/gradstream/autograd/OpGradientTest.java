package io.gradstream.autograd;

import static io.gradstream.autograd.GradientCheck.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void sparseLinear_ofDenseAndSparseColumns_hasTheGradientOfItsValue(int outputs) {
    Parameter x = leaf("x", 2, 2);
    Parameter weight = Parameter.sparse("weight", leaf("weight", 7, outputs).value());
    Parameter bias = leaf("bias", outputs);
    SparseInput sparse = sparse(new int[][] {{4, 0, 4}, {}}, 7);

    GradientCheck.check(x.sparseLinear(new int[] {1, 6}, sparse, weight, bias), x, weight, bias);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void sparseLinear_ofRowsWrittenOutInFull_isTheDenseOne(int outputs) {
    Parameter weight = leaf("weight", 5, outputs);
    Parameter bias = leaf("bias", outputs);
    SparseInput sparse = sparse(new int[][] {{3, 1}, {2}}, 5);
    Variable inFull = Variable.of(Tensor.of(new float[][] {{0.5f, 1, 0, 1, 0}, {2, 0, 1, 0, 0}}));

    Variable y =
        Variable.of(Tensor.of(new float[][] {{0.5f}, {2}}))
            .sparseLinear(new int[] {0}, sparse, Parameter.sparse("weight", weight.value()), bias);

    assertThat(y.value().data())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(inFull.matmul(weight).add(bias).value().data());
  }

  @Test
  void embeddings_ofSomeFieldsAndNone_haveTheGradientOfTheirValue() {
    Parameter x = leaf("x", 2, 1);
    Parameter first = Parameter.sparse("first", leaf("first", 3, 2).value());
    Parameter second = Parameter.sparse("second", leaf("second", 4, 1).value());
    SparseInput sparse = sparse(new int[][] {{}, {}}, 4);
    sparse.use(sparse.rows(), new int[] {2, -1, 2, 3});

    GradientCheck.check(x.embeddings(sparse, List.of(first, second)), x, first, second);
  }

  @Test
  void sparseParameter_afterZeroing_isTouchedByNothing() {
    Parameter weight = Parameter.sparse("weight", leaf("weight", 7, 2).value());
    Variable x = Variable.of(Tensor.zeros(2, 0));
    SparseInput sparse = sparse(new int[][] {{4, 0, 4}, {0}}, 7);
    x.sparseLinear(new int[0], sparse, weight, null).sum().backward();
    int touched = weight.ranges();

    weight.zeroGrad();

    assertThat(touched).isEqualTo(2);
    assertThat(weight.ranges()).isZero();
    assertThat(weight.gradient().data()).containsOnly(0);
  }

  private static SparseInput sparse(int[][] rows, int columns) {
    SparseRows sparse = new SparseRows(rows.length, columns);
    for (int[] row : rows) {
      for (int column : row) {
        sparse.append(column, 1);
      }
      sparse.acceptRow();
    }
    return new SparseInput(sparse);
  }

  private static Arguments op(String name, UnaryOperator<Variable> op) {
    return Arguments.of(name, op);
  }
}
