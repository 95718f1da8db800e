package io.gradstream.autograd;

import static io.gradstream.autograd.GradientCheck.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {
  private final Tensor rows = leaf("rows", 6, 5).value();
  private final Parameter weight = leaf("weight", 3, 5);
  private final Parameter bias = leaf("bias", 3);

  private Variable loss(Tensor input) {
    return Variable.of(input).linear(weight, bias).tanh().mean();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6})
  void forwardAndBackward_ofARecordedGraph_giveWhatEagerGives(int count) {
    Variable recorded = loss(rows);
    Graph graph = Graph.of(recorded);
    rows.useRows(count);

    weight.zeroGrad();
    graph.forward();
    graph.backward();
    Tensor ofGraph = weight.gradient().copy();
    weight.zeroGrad();
    Variable eager = loss(rows.copy());
    eager.backward();

    assertThat(recorded.item()).isEqualTo(eager.item());
    assertThat(ofGraph.data()).isEqualTo(weight.gradient().data());
  }

  @Test
  void backward_afterMoreRowsThanNow_forgetsTheOthers() {
    Variable loss = loss(rows);
    loss.backward();
    rows.useRows(1);

    weight.zeroGrad();
    Graph.of(loss).forward();
    loss.backward();
    Tensor again = weight.gradient().copy();
    weight.zeroGrad();
    loss(rows.copy()).backward();

    assertThat(again.data()).isEqualTo(weight.gradient().data());
  }

  @Test
  void backward_twice_addsUpInParametersOnly() {
    Variable loss = loss(rows);
    loss.backward();
    float once = weight.gradient().data()[4];

    loss.backward();

    assertThat(weight.gradient().data()[4]).isCloseTo(2 * once, within(1e-6f));
  }

  @Test
  void zeroGrad_ofAParameter_leavesZeros() {
    loss(rows).backward();

    weight.zeroGrad();

    assertThat(weight.gradient().data()).containsOnly(0);
  }

  @Test
  void recording_withNoRowsInUse_runsLaterWithRows() {
    rows.useRows(0);
    Variable loss = loss(rows);

    rows.useRows(2);
    Graph.of(loss).forward();

    assertThat(loss.item()).isEqualTo(loss(rows.copy()).item());
  }

  @Test
  void graph_ofAnOutput_predictsWithoutGradients() {
    Variable output = Variable.of(rows).linear(weight, bias);
    Graph graph = Graph.of(output);
    rows.data()[0] = 7;

    graph.forward();

    assertThat(output.value().data())
        .isEqualTo(Variable.of(rows).linear(weight, bias).value().data());
  }

  @Test
  void graph_ofAHundredThousandOps_overflowsNoStack() {
    Variable deep = leaf("x", 1);
    for (int i = 0; i < 100_000; i++) {
      deep = deep.relu();
    }

    Graph.of(deep.sum()).forward();

    assertThat(deep.value().rows()).isOne();
  }

  @Test
  void backward_ofAMatrix_isRefused() {
    Variable matrix = Variable.of(rows).linear(weight);

    assertThatThrownBy(matrix::backward)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("backward needs a scalar made from parameters: [6, 3]");
  }

  @Test
  void gradient_ofAConstant_isRefused() {
    Variable constant = Variable.of(rows);

    assertThatThrownBy(constant::gradient)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("this variable requires no gradient: [6, 5]");
  }

  @Test
  void backward_onOneRowTwice_addsUp() {
    Parameter weight = new Parameter("weight", Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    Variable loss = Variable.of(Tensor.of(new float[][] {{5, -7}})).linear(weight).sum();

    loss.backward();
    loss.backward();

    assertThat(weight.gradient().data()).containsExactly(10, -14, 10, -14);
  }
}
