package io.gradstream.parity;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads a case's words into the settings records they name. */
final class Words {
  private Words() {}

  /** The record of a sealed interface that {@code type} names, in snake_case. */
  private static <T> Class<?> named(Class<T> sealed, JsonNode node) {
    String wanted = node.get("type").asString();
    return Arrays.stream(sealed.getPermittedSubclasses())
        .filter(each -> snake(each.getSimpleName()).equals(wanted))
        .findFirst()
        .orElseThrow();
  }

  static <T> T read(Class<T> sealed, JsonNode node) throws ReflectiveOperationException {
    Class<?> type = named(sealed, node);
    requireKnown(type, node);
    RecordComponent[] components = type.getRecordComponents();
    Object defaults = defaults(type, node);
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(components[i].getName());
      values[i] =
          value == null
              ? components[i].getAccessor().invoke(defaults)
              : convert(components[i], value);
    }
    return sealed.cast(longest(type).newInstance(values));
  }

  private static void requireKnown(Class<?> type, JsonNode node) {
    for (String key : node.propertyNames()) {
      if (!key.equals("type")) {
        component(type, key);
      }
    }
  }

  private static Object defaults(Class<?> type, JsonNode node) throws ReflectiveOperationException {
    Constructor<?> shortest =
        Arrays.stream(type.getDeclaredConstructors())
            .min((a, b) -> a.getParameterCount() - b.getParameterCount())
            .orElseThrow();
    List<Object> required = new ArrayList<>();
    for (int i = 0; i < shortest.getParameterCount(); i++) {
      RecordComponent component = component(type, shortest.getParameters()[i].getName());
      required.add(convert(component, node.get(component.getName())));
    }
    return shortest.newInstance(required.toArray());
  }

  private static RecordComponent component(Class<?> type, String name) {
    return Arrays.stream(type.getRecordComponents())
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Constructor<?> longest(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors())
        .max((a, b) -> a.getParameterCount() - b.getParameterCount())
        .orElseThrow();
  }

  private static Object convert(RecordComponent component, JsonNode value) {
    Class<?> type = component.getType();
    if (type == int.class) {
      return value.asInt();
    } else if (type == long.class) {
      return value.asLong();
    } else if (type == double.class) {
      return value.asDouble();
    } else if (type == boolean.class) {
      return value.asBoolean();
    } else if (type == Optional.class) {
      return Optional.of(value.asDouble());
    } else if (type == List.class) {
      return value.valueStream().map(JsonNode::asDouble).toList();
    }
    return Enum.valueOf(type.asSubclass(Enum.class), value.asString().toUpperCase(Locale.ROOT));
  }

  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
