package io.gradstream.codec;

import io.gradstream.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Trees of maps, lists, strings, numbers and booleans as JSON. A number that is not finite has no
 * JSON and becomes null; a null is read as NaN in a list, and as no entry in a map.
 */
public final class JsonTree {
  private JsonTree() {}

  public static void write(JsonGenerator out, @Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      out.writeStartObject();
      map.forEach(
          (name, value) -> {
            out.writeName(name.toString());
            write(out, value);
          });
      out.writeEndObject();
    } else if (tree instanceof Iterable<?> list) {
      out.writeStartArray();
      list.forEach(value -> write(out, value));
      out.writeEndArray();
    } else {
      writeScalar(out, tree);
    }
  }

  private static void writeScalar(JsonGenerator out, @Nullable Object scalar) {
    if (scalar instanceof Float number && Float.isFinite(number)) {
      out.writeNumber(number);
    } else if (scalar instanceof Double number && Double.isFinite(number)) {
      out.writeNumber(number);
    } else if (scalar instanceof Integer || scalar instanceof Long) {
      out.writeNumber(((Number) scalar).longValue());
    } else if (scalar instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (scalar == null || scalar instanceof Number) {
      out.writeNull();
    } else {
      out.writeString(scalar.toString());
    }
  }

  /** A shape as the list of its extents. */
  static void write(JsonGenerator out, Shape shape) {
    out.writeStartArray();
    for (int axis = 0; axis < shape.rank(); axis++) {
      out.writeNumber(shape.extent(axis));
    }
    out.writeEndArray();
  }

  /** The tree that begins at the parser's token; null for a JSON null. */
  static @Nullable Object read(JsonParser in) {
    return switch (in.currentToken()) {
      case START_OBJECT -> readObject(in);
      case START_ARRAY -> readArray(in);
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT -> in.getLongValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  public static Map<String, Object> readObject(JsonParser in) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      Object value = read(in);
      if (value != null) {
        object.put(name, value);
      }
    }
    return object;
  }

  private static List<Object> readArray(JsonParser in) {
    List<Object> array = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Object value = read(in);
      array.add(value == null ? Double.NaN : value);
    }
    return array;
  }

  /**
   * The object under a name.
   *
   * @throws MalformedContent if there is none
   */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Map<String, Object> tree, String name) {
    return (Map<String, Object>) required(tree, name, Map.class);
  }

  /**
   * The value under a name.
   *
   * @throws MalformedContent if there is none of this type
   */
  public static <T> T required(Map<String, Object> tree, String name, Class<T> type) {
    Object value = tree.get(name);
    if (!type.isInstance(value)) {
      throw new MalformedContent(
          "%s must be a %s: %s".formatted(name, type.getSimpleName(), value));
    }
    return type.cast(value);
  }
}
