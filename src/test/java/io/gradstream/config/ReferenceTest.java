package io.gradstream.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.optim.Sgd;
import io.gradstream.settings.PlainForm;
import io.gradstream.settings.SettingsText;
import io.gradstream.settings.SettingsTree;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code config/reference.yaml} promises every key and its default. */
class ReferenceTest {
  private static final Path FILE = Path.of("config/reference.yaml");

  @Test
  void reference_everyKeyAndWord_isThere() throws IOException {
    Set<String> words = new TreeSet<>();
    collect(Settings.class, words, new HashSet<>());
    String text = Files.readString(FILE);

    assertThat(words)
        .contains("everyInterval", "labelSmoothing", "ftrl", "huber", "cross", "embedding");
    assertThat(words).allMatch(word -> text.matches("(?s).*\\b" + word + "\\b.*"));
  }

  @Test
  void reference_whatIsNoExample_isTheDefault() {
    Settings given = Settings.read(FILE, Map.of());
    Settings defaults = new Settings(given.input(), given.sample(), given.model(), given.loss());

    Map<String, String> differences = new TreeMap<>(SettingsTree.of(given).flatten().leaves());
    differences.entrySet().removeAll(SettingsTree.of(defaults).flatten().leaves().entrySet());

    differences.keySet().removeIf(key -> key.startsWith("optimizer."));
    assertThat(given.optimizer()).contains(new Sgd.Settings(0.05));
    assertThat(differences).containsOnlyKeys("name", "publish.topic", "deadLetter.topic");
  }

  /** Component names and type words of a settings type and all it is made of. */
  private static void collect(Type type, Set<String> words, Set<Type> seen) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        collect(argument, words, seen);
      }
    } else if (type instanceof Class<?> plain && seen.add(plain)) {
      for (Class<?> member : Choice.members(plain)) {
        collect(member, words, seen);
      }
      boolean hasKeys =
          SettingsText.isChosenByType(plain) || !PlainForm.class.isAssignableFrom(plain);
      if (plain.isRecord() && hasKeys) {
        if (SettingsText.isChosenByType(plain)) {
          words.add(SettingsText.of(plain.asSubclass(Record.class)));
        }
        for (RecordComponent component : plain.getRecordComponents()) {
          words.add(component.getName().replaceFirst("_$", ""));
          collect(component.getGenericType(), words, seen);
        }
      }
    }
  }
}
