package io.gradstream.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
  private static final Variable ONES = ones(50, 20);

  static Stream<LayerSettings> layers() {
    return Stream.of(
        new LayerSettings.Linear(4),
        new LayerSettings.Relu(),
        new LayerSettings.LeakyRelu(),
        new LayerSettings.Elu(),
        new LayerSettings.Gelu(),
        new LayerSettings.Silu(),
        new LayerSettings.Softplus(),
        new LayerSettings.Tanh(),
        new LayerSettings.Sigmoid(),
        new LayerSettings.LogSoftmax(),
        new LayerSettings.Softmax(),
        new LayerSettings.LayerNorm(),
        new LayerSettings.Dropout(),
        new LayerSettings.Embedding(10, 3));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void forward_ofAConfiguredLayer_hasTheWidthItSays(LayerSettings layer) {
    Module module = layer.build(20, new SplittableRandom(1));

    Variable output = module.forward(ONES);

    assertThat(output.value().shape()).isEqualTo(Shape.of(50, layer.outputs(20)));
  }

  @Test
  void layers_heldHere_areAllThatThereAre() {
    assertThat(layers().map(Object::getClass).distinct().count())
        .isEqualTo(LayerSettings.class.getPermittedSubclasses().length);
  }

  @Test
  void dropout_whileLearning_keepsTheExpectation() {
    Variable output = new Dropout(0.25, 3).forward(ONES);

    assertThat(output.mean().item()).isCloseTo(1, within(0.05f));
    assertThat(output.value().data()).containsOnly(0, (float) (1 / 0.75));
  }

  @Test
  void dropout_whilePredicting_letsAllPass() {
    Sequential model = new Sequential(new Dropout(0.5, 3));
    Variable output = model.forward(ONES);
    Map<String, Double> before = model.state();

    model.eval();
    Graph.of(output).forward();

    assertThat(output.value().data()).containsOnly(1);
    assertThat(model.state()).isEqualTo(before);
  }

  @Test
  void dropout_restored_dropsTheSameElements() {
    Sequential undisturbed = new Sequential(Variable::relu, new Dropout(0.5, 3));
    undisturbed.forward(ONES);
    Sequential resumed = new Sequential(Variable::relu, new Dropout(0.5, 3));

    resumed.restore(undisturbed.state());

    assertThat(resumed.forward(ONES).value().data())
        .isEqualTo(undisturbed.forward(ONES).value().data());
    assertThat(undisturbed.state()).containsExactly(Map.entry("1.drawn", 2_000.0));
  }

  @Test
  void dropout_ofAnotherState_namesWhatIsMissing() {
    Sequential model = new Sequential(new Dropout(0.5, 3));

    assertThatThrownBy(() -> model.restore(Map.of("1.drawn", 2.0)))
        .hasMessage("a dropout's state must have drawn: {}");
  }

  @Test
  void embedding_ofAnIndexThatIsNone_namesIt() {
    Embedding embedding = new Embedding(3, 2, 0, new SplittableRandom(1));

    assertThatThrownBy(() -> embedding.forward(Variable.of(Tensor.of(new float[][] {{3}}))))
        .hasMessage("an embedding's index must be a whole number from 0 to 2: 3.0");
  }

  @Test
  void layerNorm_atFirst_hasRowsOfMeanZeroAndDeviationOne() {
    Variable rows = Variable.of(Tensor.of(new float[][] {{1, 2, 6, 7}}));

    Variable normal = new LayerNorm(4, 1e-5).forward(rows);

    assertThat(normal.mean().item()).isCloseTo(0, within(1e-6f));
    assertThat(normal.mul(normal).mean().item()).isCloseTo(1, within(1e-5f));
  }

  @Test
  void settings_ofImpossibleNumbers_nameKeyAndValue() {
    assertThatThrownBy(() -> new LayerSettings.Dropout(1))
        .hasMessage("probability must be at least 0 and below 1: 1.0");
    assertThatThrownBy(() -> new LayerSettings.Embedding(3, 2, 4).outputs(4))
        .hasMessage("column must be below the 4 there are: 4");
    assertThatThrownBy(() -> new ModelSettings(List.of(new LayerSettings.Softplus(0))))
        .hasMessage("beta must be positive: 0.0");
    assertThatThrownBy(() -> new LayerSettings.Elu(Double.POSITIVE_INFINITY))
        .hasMessage("alpha must be finite: Infinity");
  }

  private static Variable ones(int rows, int columns) {
    Tensor ones = Tensor.zeros(rows, columns);
    ones.fill(1);
    return Variable.of(ones);
  }
}
