package io.gradstream.codec;

import io.gradstream.tensor.Shape;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes trees of maps, lists, strings, numbers and booleans as JSON. A number that is not finite
 * has no JSON and becomes null.
 *
 * @param out where they are written; it stays open
 */
public record JsonTreeWriter(JsonGenerator out) {
  /** Writes a tree, null as null. */
  public void write(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      out.writeStartObject();
      map.forEach(
          (name, value) -> {
            out.writeName(name.toString());
            write(value);
          });
      out.writeEndObject();
    } else if (tree instanceof Iterable<?> list) {
      out.writeStartArray();
      list.forEach(this::write);
      out.writeEndArray();
    } else {
      writeScalar(tree);
    }
  }

  private void writeScalar(@Nullable Object scalar) {
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

  /** Writes a shape as the list of its extents. */
  void writeShape(Shape shape) {
    out.writeStartArray();
    for (int axis = 0; axis < shape.rank(); axis++) {
      out.writeNumber(shape.extent(axis));
    }
    out.writeEndArray();
  }
}
