package io.gradstream.config;

import io.gradstream.settings.PlainForm;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** Makes a settings record of one value or a list of them, as {@link PlainForm} says. */
final class PlainBinding {
  private PlainBinding() {}

  static Object bind(ConfigNode node, Class<?> type) {
    List<String> written = node.items().stream().map(item -> item.scalar("text").text()).toList();
    try {
      return type.getMethod("of", List.class).invoke(null, written);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw explained(node, String.valueOf(refusal.getMessage()));
      }
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " must have a static of(List)", e);
    }
  }

  /** A complaint begins with the key's name, which the place says too. */
  private static ConfigException explained(ConfigNode node, String complaint) {
    String name = node.place().name() + " ";
    return node.place()
        .error(complaint.startsWith(name) ? complaint.substring(name.length()) : complaint);
  }
}
