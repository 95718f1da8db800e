package io.gradstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTreeTest {
  enum Mode {
    MINI_BATCH
  }

  sealed interface Layer {
    record Linear(int out, boolean bias) implements Layer {}

    record LeakyRelu() implements Layer {}
  }

  record Model(List<Layer> layers, Optional<Path> initial, Map<String, String> notes) {}

  record Run(double rate, long seed, Mode mode, Duration pause, Model model) {}

  private static final Run RUN =
      new Run(
          0.05,
          42,
          Mode.MINI_BATCH,
          Duration.ofMillis(200),
          new Model(
              List.of(new Layer.Linear(16, true), new Layer.LeakyRelu()),
              Optional.empty(),
              Map.of("a.b", "c")));

  @Test
  void of_record_isTreeInComponentOrderWithTypeFirst() {
    Map<String, Object> tree = SettingsTree.of(RUN).values();

    Map<String, Object> linear = SettingsTree.of(new Layer.Linear(16, true)).values();
    assertThat(linear)
        .containsExactly(entry("type", "linear"), entry("out", 16), entry("bias", true));
    assertThat(tree)
        .containsExactly(
            entry("rate", 0.05),
            entry("seed", 42L),
            entry("mode", "mini-batch"),
            entry("pause", "200ms"),
            entry(
                "model",
                Map.of(
                    "layers",
                    List.of(linear, Map.of("type", "leaky_relu")),
                    "notes",
                    Map.of("a.b", "c"))));
  }

  @Test
  void of_optionalThatIsSet_isItsValue() {
    Model model = new Model(List.of(), Optional.of(Path.of("a", "b.safetensors")), Map.of());

    assertThat(SettingsTree.of(model).values())
        .containsEntry("initial", Path.of("a/b.safetensors").toString());
  }

  @Test
  void of_typeThatSettingsMayNotHave_isRefused() {
    record Odd(Object thing) {}

    assertThatThrownBy(() -> SettingsTree.of(new Odd(new StringBuilder())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no type for settings: java.lang.StringBuilder");
  }

  @Test
  void flatten_tree_isPathsToText() {
    assertThat(SettingsTree.of(RUN).flatten().leaves())
        .containsExactly(
            entry("mode", "mini-batch"),
            entry("model.layers[0].bias", "true"),
            entry("model.layers[0].out", "16"),
            entry("model.layers[0].type", "linear"),
            entry("model.layers[1].type", "leaky_relu"),
            entry("model.notes.a.b", "c"),
            entry("pause", "200ms"),
            entry("rate", "0.05"),
            entry("seed", "42"));
  }
}
