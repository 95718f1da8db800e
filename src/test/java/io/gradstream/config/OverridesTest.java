package io.gradstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.optim.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {
  private static final Path DIGITS = Path.of("config/digits.yaml");

  @TempDir private Path directory;

  @Test
  void settings_ofOverriddenKeys_haveTheirValues() {
    Settings settings =
        new Overrides(
                Map.of(
                    "optimizer",
                    "{type: adam, learningRate: 0.5}",
                    "model.layers[0].bias",
                    "false",
                    "guard.deviations",
                    "12"))
            .settings(DIGITS, Map.of());

    assertThat(settings.optimizer()).containsInstanceOf(Adam.Settings.class);
    assertThat(settings.model().layers().get(0).toString()).contains("bias=false");
    assertThat(settings.guard().orElseThrow().toString()).contains("12");
  }

  @Test
  void settings_ofAnImpossibleValue_sayWhichKey() {
    Overrides overrides = new Overrides(Map.of("guard.deviations", "fast"));

    assertThatThrownBy(() -> overrides.settings(DIGITS, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("guard.deviations must be")
        .hasMessageContaining("\"fast\"");
  }

  @Test
  void settings_ofASectionThatIsNotInTheFile_sayWhatItLacks() throws IOException {
    Path file = directory.resolve("plain.yaml");
    String digits = Files.readString(DIGITS).replaceAll("(?m)^optimizer:.*\\R( .*\\R)*", "");
    Files.writeString(file, digits);
    Overrides overrides = new Overrides(Map.of("optimizer.learningRate", "0.1"));

    assertThatThrownBy(() -> overrides.settings(file, Map.of()))
        .hasMessageContaining(" optimizer.type is missing: one of ");
  }

  @Test
  void settings_ofAnItemThatIsNotThere_sayHowManyThereAre() {
    Overrides overrides = new Overrides(Map.of("model.layers[9].out", "7"));

    assertThatThrownBy(() -> overrides.settings(DIGITS, Map.of()))
        .hasMessageContaining("model.layers[9].out must be there to be replaced: there are ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".optimizer", "optimizer.", "a..b", "layers[x]", "[0]"})
  void path_thatIsNone_isRefused(String path) {
    assertThatThrownBy(() -> new Overrides(Map.of(path, "1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rewritten_readAgain_isTheSameAndKeepsVariables() throws IOException {
    Overrides overrides = new Overrides(Map.of("optimizer", "{type: sgd, learningRate: 1.0e-3}"));
    Path file = directory.resolve("best.yaml");
    Files.writeString(file, overrides.rewritten(DIGITS));

    assertThat(Files.readString(file)).contains("${BOOTSTRAP_SERVERS:localhost:9092}");
    Map<String, String> environment = Map.of("BOOTSTRAP_SERVERS", "elsewhere:9092");
    assertThat(Settings.read(file, environment)).isEqualTo(overrides.settings(DIGITS, environment));
  }
}
