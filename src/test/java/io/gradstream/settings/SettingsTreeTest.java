package io.gradstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    Map<String, Object> tree = SettingsTree.of(RUN);

    Map<String, Object> linear = SettingsTree.of(new Layer.Linear(16, true));
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

    assertThat(SettingsTree.of(model))
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
    assertThat(SettingsTree.flatten(SettingsTree.of(RUN)))
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

  @Test
  void hash_sameLeavesInAnyOrder_isTheSameForEver() {
    SortedMap<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(Map.of("optimizer.type", "sgd", "optimizer.learningRate", "0.05"));

    assertThat(SettingsTree.hash(backwards)).isEqualTo("216eb7378bc2b47a");
    assertThat(SettingsTree.hash(new TreeMap<>(Map.copyOf(backwards))))
        .isEqualTo("216eb7378bc2b47a");
  }

  @Test
  void hash_otherValue_isAnother() {
    SortedMap<String, String> one = new TreeMap<>(Map.of("a", "1"));
    SortedMap<String, String> other = new TreeMap<>(Map.of("a", "2"));

    assertThat(SettingsTree.hash(one)).hasSize(16).isNotEqualTo(SettingsTree.hash(other));
  }

  @Test
  void differences_changedAddedAndTakenAway_areALineEach() {
    Map<String, String> before = Map.of("rate", "0.05", "same", "1", "old", "x");
    Map<String, String> after = Map.of("rate", "0.1", "same", "1", "young", "y");

    assertThat(SettingsTree.differences(before, after))
        .containsExactly(
            "old was x, is not set", "rate was 0.05, is 0.1", "young was not set, is y");
  }
}
