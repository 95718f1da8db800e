package io.gradstream.app.output;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON for people and pipes: one object a line. JSON has no NaN and no infinity: a figure that is
 * not finite is left out.
 */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** A tree on one line. */
  public static String line(Map<String, ?> tree) throws JacksonException {
    return MAPPER.writeValueAsString(finite(tree));
  }

  /** A text with its quotes. */
  static String text(String text) throws JacksonException {
    return MAPPER.writeValueAsString(text);
  }

  private static Map<Object, Object> finite(Map<?, ?> tree) {
    Map<Object, Object> finite = new LinkedHashMap<>();
    tree.forEach(
        (key, value) -> {
          if (!(value instanceof Number number) || Double.isFinite(number.doubleValue())) {
            finite.put(key, value instanceof Map<?, ?> child ? finite(child) : value);
          }
        });
    return finite;
  }
}
