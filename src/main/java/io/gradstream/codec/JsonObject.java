package io.gradstream.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A JSON object as a tree of maps, lists, strings, numbers and booleans. A null is read as NaN in a
 * list, and as no member of an object: a number that is not finite has no JSON.
 *
 * @param members its values by name, in their order
 */
public record JsonObject(Map<String, Object> members) {
  /** Keeps the order, unmodifiable. */
  public JsonObject {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** The object that begins at the parser's token. */
  public static JsonObject read(JsonParser in) {
    return new JsonObject(readMembers(in));
  }

  /** The tree that begins at the parser's token; null for a JSON null. */
  static @Nullable Object readValue(JsonParser in) {
    return switch (in.currentToken()) {
      case START_OBJECT -> readMembers(in);
      case START_ARRAY -> readArray(in);
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT -> in.getLongValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, Object> readMembers(JsonParser in) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      Object value = readValue(in);
      if (value != null) {
        members.put(name, value);
      }
    }
    return members;
  }

  private static List<Object> readArray(JsonParser in) {
    List<Object> array = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Object value = readValue(in);
      array.add(value == null ? Double.NaN : value);
    }
    return array;
  }

  /** Whether there is a value under a name. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /**
   * The object under a name.
   *
   * @throws MalformedContent if there is none
   */
  @SuppressWarnings("unchecked")
  public JsonObject object(String name) {
    return new JsonObject((Map<String, Object>) required(name, Map.class));
  }

  /**
   * The value under a name.
   *
   * @throws MalformedContent if there is none of this type
   */
  public <T> T required(String name, Class<T> type) {
    Object value = members.get(name);
    if (!type.isInstance(value)) {
      throw new MalformedContent(
          "%s must be a %s: %s".formatted(name, type.getSimpleName(), value));
    }
    return type.cast(value);
  }
}
