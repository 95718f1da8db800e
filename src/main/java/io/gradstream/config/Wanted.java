package io.gradstream.config;

import io.gradstream.settings.RecordForm;
import io.gradstream.settings.SettingsText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a type of setting is called in an error. */
final class Wanted {
  private static final Map<Class<?>, String> SCALARS =
      Map.ofEntries(
          Map.entry(int.class, "a whole number"),
          Map.entry(Integer.class, "a whole number"),
          Map.entry(long.class, "a whole number"),
          Map.entry(Long.class, "a whole number"),
          Map.entry(double.class, "a number"),
          Map.entry(Double.class, "a number"),
          Map.entry(boolean.class, "true or false"),
          Map.entry(Boolean.class, "true or false"),
          Map.entry(String.class, "text"),
          Map.entry(Path.class, "a path"),
          Map.entry(Duration.class, "a duration such as 200ms, 5s, 1m or 2h"));

  private Wanted() {}

  static String by(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      return raw == Optional.class ? by(generic.getActualTypeArguments()[0]) : by(raw);
    }
    return by((Class<?>) type);
  }

  static List<String> words(Class<?> enumeration) {
    return Arrays.stream(enumeration.getEnumConstants())
        .map(c -> SettingsText.of((Enum<?>) c))
        .toList();
  }

  static String oneOf(List<String> words) {
    return "one of " + String.join(", ", words);
  }

  private static String by(Class<?> type) {
    String scalar = SCALARS.get(type);
    if (scalar != null) {
      return scalar;
    }
    if (type.isEnum()) {
      return oneOf(words(type));
    }
    if (type == List.class) {
      return "a list";
    }
    return "keys and values" + keys(type);
  }

  private static String keys(Class<?> type) {
    if (Choice.isOne(type)) {
      return " with a type, " + oneOf(new Choice(type).words());
    }
    return type.isRecord() ? " (" + String.join(", ", RecordForm.of(type).keys()) + ")" : "";
  }
}
