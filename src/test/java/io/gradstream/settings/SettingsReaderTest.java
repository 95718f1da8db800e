package io.gradstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.nn.Bce;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.Hinge;
import io.gradstream.nn.Huber;
import io.gradstream.nn.L1;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.Losses;
import io.gradstream.nn.Mse;
import io.gradstream.nn.Nll;
import io.gradstream.nn.PoissonNll;
import io.gradstream.nn.Quantile;
import io.gradstream.nn.Reduction;
import io.gradstream.nn.SmoothL1;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a version says of its layers and its loss can be read back. */
class SettingsReaderTest {
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
          new Mse(),
          new L1(Reduction.SUM),
          new SmoothL1(0.5, Reduction.MEAN),
          new Huber(2, Reduction.MEAN),
          new Bce(),
          new BceWithLogits(Optional.of(3.0), Reduction.MEAN),
          new BceWithLogits(),
          new CrossEntropy(0.1, Optional.of(List.of(1.0, 2.5)), Reduction.MEAN),
          new CrossEntropy(),
          new Nll(),
          new PoissonNll(),
          new Quantile(0.9),
          new Hinge());

  @Test
  void read_descriptionOfEveryLayerAndLoss_givesItBack() {
    for (LayerSettings layer : LAYERS) {
      assertThat(read(LayerSettings.class, SettingsTree.of((Record) layer))).isEqualTo(layer);
    }
    for (LossSettings loss : LOSSES) {
      assertThat(SettingsReader.read(Losses.ALL, SettingsTree.of((Record) loss))).isEqualTo(loss);
    }
    assertThat(LAYERS.stream().map(Object::getClass)).containsAll(members(LayerSettings.class));
    assertThat(LOSSES.stream().map(Object::getClass)).containsAll(Losses.ALL);
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
    return SettingsReader.read(choice, described);
  }

  private static List<Class<?>> members(Class<?> choice) {
    return Stream.of(choice.getPermittedSubclasses()).toList();
  }
}
