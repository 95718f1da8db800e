package io.gradstream.config;

import io.gradstream.settings.PlainForm;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** One value or a list on its way to becoming one settings record, as {@link PlainForm} says. */
record PlainBinding(ConfigNode node, Class<?> type) {
  /** The record. */
  Object bind() {
    List<String> written = node.items().stream().map(item -> item.scalar("text").text()).toList();
    try {
      return type.getMethod("of", List.class).invoke(null, written);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw explained(String.valueOf(refusal.getMessage()));
      }
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " must have a static of(List)", e);
    }
  }

  /** A complaint begins with the key's name, which the place says too. */
  private ConfigException explained(String complaint) {
    String name = node.place().name() + " ";
    String rest = complaint.startsWith(name) ? complaint.substring(name.length()) : complaint;
    return node.place().error(new FilledValues(node).hiddenIn(rest));
  }
}
