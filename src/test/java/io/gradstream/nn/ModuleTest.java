package io.gradstream.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleTest {
  private static Sequential model(long seed) {
    return new ModelSettings(
            List.of(
                new LayerSettings.Linear(4),
                new LayerSettings.Relu(),
                new LayerSettings.Linear(2, false),
                new LayerSettings.LogSoftmax()))
        .build(3, new SplittableRandom(seed));
  }

  @Test
  void namedParameters_ofASequential_areNamedAsPyTorchs() {
    Sequential model = model(1);

    assertThat(model.namedParameters().keySet()).containsExactly("0.weight", "0.bias", "2.weight");
    assertThat(model.parameters())
        .extracting(Parameter::name)
        .containsExactly("0.weight", "0.bias", "2.weight");
  }

  @Test
  void namedParameters_ofASequentialInAnother_haveBothPrefixes() {
    Sequential outer = new Sequential(Variable::tanh, model(1));

    assertThat(outer.namedParameters().keySet())
        .containsExactly("1.0.weight", "1.0.bias", "1.2.weight");
  }

  @Test
  void build_fromOneSeed_givesTheSameParameters() {
    Tensor first = model(7).parameters().get(0).value();

    assertThat(model(7).parameters().get(0).value().data()).isEqualTo(first.data());
    assertThat(model(8).parameters().get(0).value().data()).isNotEqualTo(first.data());
  }

  @Test
  void linear_atFirst_isUniformWithinTheRootOfItsInputs() {
    Linear layer = new Linear(16, 500, new SplittableRandom(3));

    for (Parameter parameter : layer.parameters()) {
      float[] elements = parameter.value().data();
      double square = 0;
      for (float element : elements) {
        assertThat(element).isBetween(-0.25f, 0.25f);
        square += element * element / elements.length;
      }
      assertThat(square).isBetween(0.9 / 48, 1.1 / 48);
    }
  }

  @Test
  void forward_ofAModel_hasTheSettingsWidth() {
    ModelSettings settings =
        new ModelSettings(List.of(new LayerSettings.Linear(5), new LayerSettings.Sigmoid()));

    Variable output =
        settings.build(3, new SplittableRandom(1)).forward(Variable.of(Tensor.zeros(2, 3)));

    assertThat(output.value().shape()).isEqualTo(Shape.of(2, settings.outputs(3)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forward_ofALinearLayerAndItsRectifier_isTheirsOneByOne(boolean bias) {
    Linear layer = new Linear(3, 5, bias, new SplittableRandom(2));
    Variable rows = Variable.of(Tensor.of(new float[][] {{1, -2, 3}, {-1, 2, 0.5f}}));
    Variable apart = layer.forward(rows).relu();
    apart.sum().backward();
    List<Tensor> expected = layer.parameters().stream().map(one -> one.gradient().copy()).toList();
    layer.parameters().forEach(Parameter::zeroGrad);

    Variable output = new Sequential(layer, new Relu()).forward(rows);
    output.sum().backward();

    assertThat(output.value().data()).contains(0).isEqualTo(apart.value().data());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(layer.parameters().get(i).gradient().data()).isEqualTo(expected.get(i).data());
    }
  }

  @Test
  void settings_ofNoOutput_areRefused() {
    assertThatThrownBy(() -> new LayerSettings.Linear(0)).hasMessage("out must be at least 1: 0");
    assertThatThrownBy(() -> new ModelSettings(List.of()))
        .hasMessage("layers must have at least one: []");
  }
}
