package io.gradstream.data.encode;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A field's value made of plain Java objects: String, Number, Boolean, List, Map or null. */
final class FakeValue implements FieldValue {
  private @Nullable Object value;
  private Iterator<?> elements = List.of().iterator();
  private String name = "";

  FakeValue(@Nullable Object value) {
    become(value);
  }

  private void become(@Nullable Object next) {
    value = next;
    if (next instanceof List<?> list) {
      elements = list.iterator();
    } else if (next instanceof Map<?, ?> map) {
      elements = map.entrySet().iterator();
    }
  }

  @Override
  public Kind kind() {
    if (value == null) {
      return Kind.NULL;
    }
    return value instanceof Number
        ? Kind.NUMBER
        : value instanceof Boolean
            ? Kind.BOOLEAN
            : value instanceof String ? Kind.TEXT : value instanceof Map ? Kind.OBJECT : Kind.ARRAY;
  }

  @Override
  public double number() {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @Override
  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  @Override
  public byte[] utf8() {
    return ("~" + value).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int utf8Offset() {
    return 1;
  }

  @Override
  public int utf8Length() {
    return length(String.valueOf(value));
  }

  @Override
  public boolean nextEntry() {
    boolean more = elements.hasNext();
    if (more) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) elements.next();
      name = (String) entry.getKey();
      value = entry.getValue();
    }
    return more;
  }

  @Override
  public byte[] nameUtf8() {
    return ("~" + name).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int nameOffset() {
    return 1;
  }

  @Override
  public int nameLength() {
    return length(name);
  }

  private static int length(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? text.getBytes(StandardCharsets.UTF_8).length
        : -1;
  }

  @Override
  public boolean nextElement() {
    boolean more = elements.hasNext();
    if (more) {
      become(elements.next());
    }
    return more;
  }

  @Override
  public String shown() {
    return String.valueOf(value);
  }
}
