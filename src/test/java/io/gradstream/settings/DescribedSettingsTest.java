package io.gradstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.Reduction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a version says of its layers and its loss can be read back. */
class DescribedSettingsTest {
  private static final List<LayerSettings> LAYERS =
      List.of(
          new LayerSettings.Linear(3, false),
          new LayerSettings.Relu(),
          new LayerSettings.LeakyRelu(0.2),
          new LayerSettings.Elu(2),
          new LayerSettings.Gelu(),
          new LayerSettings.Silu(),
          new LayerSettings.Softplus(0.5),
          new LayerSettings.Tanh(),
          new LayerSettings.Sigmoid(),
          new LayerSettings.LogSoftmax(),
          new LayerSettings.Softmax(),
          new LayerSettings.LayerNorm(1e-300),
          new LayerSettings.Dropout(0.25),
          new LayerSettings.Embedding(10, 4, 2));

  private static final List<LossSettings> LOSSES =
      List.of(
          new LossSettings.Mse(),
          new LossSettings.L1(Reduction.SUM),
          new LossSettings.SmoothL1(0.5, Reduction.MEAN),
          new LossSettings.Huber(2, Reduction.MEAN),
          new LossSettings.Bce(),
          new LossSettings.BceWithLogits(Optional.of(3.0), Reduction.MEAN),
          new LossSettings.BceWithLogits(),
          new LossSettings.CrossEntropy(0.1, Optional.of(List.of(1.0, 2.5)), Reduction.MEAN),
          new LossSettings.CrossEntropy(),
          new LossSettings.Nll(),
          new LossSettings.PoissonNll(),
          new LossSettings.Quantile(0.9),
          new LossSettings.Hinge());

  @Test
  void read_descriptionOfEveryLayerAndLoss_givesItBack() {
    for (LayerSettings layer : LAYERS) {
      assertThat(read(LayerSettings.class, SettingsTree.of((Record) layer))).isEqualTo(layer);
    }
    for (LossSettings loss : LOSSES) {
      assertThat(read(LossSettings.class, SettingsTree.of((Record) loss))).isEqualTo(loss);
    }
    assertThat(LAYERS.stream().map(Object::getClass)).containsAll(members(LayerSettings.class));
    assertThat(LOSSES.stream().map(Object::getClass)).containsAll(members(LossSettings.class));
  }

  @Test
  void read_otherDescription_saysWhatIsWrong() {
    assertRefused(Map.of("type", "lstm"), "type must be one that is known here: lstm");
    assertRefused(Map.of(), "type must be one that is known here: null");
    assertRefused(Map.of("type", "linear", "bias", true), "out must be of type int: null");
    assertRefused(Map.of("type", "linear", "out", 0, "bias", true), "out must be at least 1: 0");
  }

  private static void assertRefused(Map<String, Object> layer, String message) {
    assertThatThrownBy(() -> read(LayerSettings.class, layer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static <S> S read(Class<S> choice, Map<String, Object> described) {
    return DescribedSettings.read(choice, described);
  }

  private static List<Class<?>> members(Class<?> choice) {
    return Stream.of(choice.getPermittedSubclasses()).toList();
  }
}
