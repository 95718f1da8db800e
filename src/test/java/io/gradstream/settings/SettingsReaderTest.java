package io.gradstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
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

  sealed interface Shape {
    record Point() implements Shape {}

    sealed interface Round extends Shape {
      record Circle(double radius) implements Round {}
    }
  }

  sealed interface Grown {
    record Leaf() implements Grown {}

    non-sealed interface Branch extends Grown {}
  }

  sealed interface Made {
    final class ByHand implements Made {}
  }

  @Test
  void read_memberOfASealedMember_isFound() {
    assertThat(SettingsReader.of(Shape.class).read(Map.of("type", "circle", "radius", 2.0)))
        .isEqualTo(new Shape.Round.Circle(2));
  }

  @Test
  void of_interfaceThatIsNotSealed_saysWhatToDo() {
    for (Class<?> open : List.of(LossSettings.class, Runnable.class, String.class)) {
      assertThatThrownBy(() -> SettingsReader.of(open))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "choice must be a sealed interface, or its records be given as a list: "
                  + open.getName());
    }
  }

  @Test
  void of_memberThatIsNoRecord_isNamed() {
    assertThatThrownBy(() -> SettingsReader.of(Made.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("members must be records, each with a type of its own: ")
        .hasMessageEndingWith("Made$ByHand");
    assertThatThrownBy(() -> SettingsReader.of(Grown.class)).hasMessageEndingWith("Grown$Branch");
    assertThatThrownBy(() -> new SettingsReader<Object>(List.of(String.class)))
        .hasMessageEndingWith("String");
  }

  @Test
  void read_otherDescription_saysWhatIsWrong() {
    assertRefused(Map.of("type", "lstm"), "type must be one that is known here: lstm");
    assertRefused(Map.of(), "type must be one that is known here: null");
    assertRefused(Map.of("type", "linear", "bias", true), "out must be of type int: null");
    assertRefused(Map.of("type", "linear", "out", 0, "bias", true), "out must be at least 1: 0");
  }

  @Test
  void read_numberThatIsNoWholeOne_saysWhatIsWrong() {
    for (Object number : List.of(1.5, 1e12, Long.MAX_VALUE, Double.NaN)) {
      assertThatThrownBy(() -> read(Map.of("type", "linear", "out", number)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("out must be");
    }
  }

  private static void assertRefused(Map<String, Object> layer, String message) {
    assertThatThrownBy(() -> SettingsReader.of(LayerSettings.class).read(layer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
