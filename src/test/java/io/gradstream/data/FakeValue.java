package io.gradstream.data;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field's value made of plain Java objects: String, Number, Boolean, List or null. */
final class FakeValue implements FieldValue {
  private @Nullable Object value;
  private Iterator<?> elements = List.of().iterator();

  FakeValue(@Nullable Object value) {
    become(value);
  }

  private void become(@Nullable Object next) {
    value = next;
    if (next instanceof List<?> list) {
      elements = list.iterator();
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
            : value instanceof String ? Kind.TEXT : Kind.ARRAY;
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
    return StandardCharsets.UTF_8.newEncoder().canEncode(String.valueOf(value))
        ? utf8().length - 1
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
