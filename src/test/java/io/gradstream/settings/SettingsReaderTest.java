package io.gradstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.Losses;
import io.gradstream.nn.Reduction;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a version says of its layers and its loss can be read back. */
class SettingsReaderTest {
  static Stream<Class<?>> layersAndLosses() {
    return Stream.concat(
        Stream.of(LayerSettings.class.getPermittedSubclasses()), Losses.ALL.stream());
  }

  @ParameterizedTest
  @MethodSource("layersAndLosses")
  void read_descriptionOfEveryLayerAndLoss_givesItBack(Class<?> member) {
    RecordForm form = RecordForm.of(member);
    Map<String, Object> required = new HashMap<>();
    form.required().forEach(key -> required.put(key, another(form.type(key))));
    Map<String, Object> all = new HashMap<>();
    form.keys().forEach(key -> all.put(key, another(form.type(key))));

    for (Map<String, Object> given : List.of(required, all)) {
      Record settings = (Record) form.create(given);
      assertThat(read(SettingsTree.of(settings).values())).isEqualTo(settings);
    }
  }

  /** A value that is no default. */
  private static Object another(Type type) {
    if (type == int.class) {
      return 3;
    }
    if (type == double.class) {
      return 0.3;
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == Reduction.class) {
      return Reduction.SUM;
    }
    return type.getTypeName().contains("List") ? Optional.of(List.of(1.0, 2.5)) : Optional.of(3.0);
  }

  private static Object read(Map<String, Object> described) {
    String word = String.valueOf(described.get(SettingsText.TYPE));
    boolean isLoss =
        Losses.ALL.stream()
            .anyMatch(loss -> SettingsText.of(loss.asSubclass(Record.class)).equals(word));
    return isLoss
        ? new SettingsReader<>(Losses.ALL).read(described)
        : SettingsReader.of(LayerSettings.class).read(described);
  }

  @Test
  void read_otherDescription_saysWhatIsWrong() {
    assertRefused(Map.of("type", "lstm"), "type must be one that is known here: lstm");
    assertRefused(Map.of(), "type must be one that is known here: null");
    assertRefused(Map.of("type", "linear", "bias", true), "out must be of type int: null");
    assertRefused(Map.of("type", "linear", "out", 0, "bias", true), "out must be at least 1: 0");
  }

  private static void assertRefused(Map<String, Object> layer, String message) {
    assertThatThrownBy(() -> SettingsReader.of(LayerSettings.class).read(layer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
