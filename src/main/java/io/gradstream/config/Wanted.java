package io.gradstream.config;

import io.gradstream.settings.KnownWords;
import io.gradstream.settings.RecordForm;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a type of setting is called in an error. */
record Wanted(Type type) {
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

  /** Such as {@code a whole number}, to stand behind "must be". */
  String text() {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      return raw == Optional.class
          ? new Wanted(generic.getActualTypeArguments()[0]).text()
          : text(raw);
    }
    return text((Class<?>) type);
  }

  private static String text(Class<?> type) {
    String scalar = SCALARS.get(type);
    if (scalar != null) {
      return scalar;
    }
    if (type.isEnum()) {
      return KnownWords.of(type).oneOf();
    }
    if (type == List.class) {
      return "a list";
    }
    return "keys and values" + keys(type);
  }

  private static String keys(Class<?> type) {
    if (Choice.isOne(type)) {
      return " with a type, " + new Choice(type).words().oneOf();
    }
    return type.isRecord() ? " (" + String.join(", ", RecordForm.of(type).keys()) + ")" : "";
  }
}
