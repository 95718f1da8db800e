package io.gradstream.app.output;

import io.gradstream.codec.JsonTreeWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON for people and pipes: one object a line. JSON has no NaN and no infinity: a figure that is
 * not finite is left out.
 */
public final class Json {
  private static final JsonFactory JSON = new JsonFactory();

  private Json() {}

  /** A tree on one line. */
  public static String line(Map<String, ?> tree) {
    return written(finite(tree));
  }

  /** A text with its quotes. */
  static String text(String text) {
    return written(text);
  }

  private static String written(Object tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      new JsonTreeWriter(out).write(tree);
    }
    return text.toString();
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
