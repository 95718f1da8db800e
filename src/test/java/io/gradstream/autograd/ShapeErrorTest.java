package io.gradstream.autograd;

import static io.gradstream.autograd.GradientCheck.leaf;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeErrorTest {
  private static final Variable A = leaf("a", 32, 10);
  private static final Variable B = leaf("b", 12, 1);

  static Stream<Arguments> misfits() {
    return Stream.of(
        misfit("matmul needs [m, k] x [k, n]: [32, 10] x [12, 1]", () -> A.matmul(B)),
        misfit(
            "linear needs [rows, in] for a weight of [out, in]: [32, 10] for [12, 1]",
            () -> A.linear(B)),
        misfit(
            "linear needs a bias of [out] for a weight of [out, in]: [3] for [4, 10]",
            () -> A.linear(leaf("w", 4, 10), leaf("b", 3))),
        misfit("add needs equal shapes, a row or a scalar: [32, 10] and [12, 1]", () -> A.add(B)),
        misfit(
            "sub needs equal shapes, a row or a scalar: [10] and [12, 1]",
            () -> leaf("r", 10).sub(B)));
  }

  private static Arguments misfit(String message, Runnable op) {
    return Arguments.of(message, op);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void op_onShapesThatDoNotFit_namesThem(String message, Runnable op) {
    assertThatThrownBy(op::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void forward_ofInputsWithDifferentRowsInUse_namesThem() {
    Tensor left = Tensor.zeros(4, 2);
    Variable sum = Variable.of(left).add(Variable.of(Tensor.zeros(4, 2)));
    Graph graph = Graph.of(sum);

    left.useRows(3);

    assertThatThrownBy(graph::forward)
        .hasMessage("add needs equal shapes, a row or a scalar: [3, 2] and [4, 2]");
  }
}
