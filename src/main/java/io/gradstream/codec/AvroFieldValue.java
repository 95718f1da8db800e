package io.gradstream.codec;

import io.gradstream.data.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** A value as Avro's generic reader gives it. One is enough for all records. */
final class AvroFieldValue implements FieldValue {
  private @Nullable Object value;
  private Iterator<?> inner = List.of().iterator();
  private byte[] text = {};
  private int textLength;
  private byte[] name = {};
  private int nameLength;

  /** Stands on a value. */
  void begin(@Nullable Object at) {
    value = at;
    if (at instanceof Collection<?> elements) {
      inner = elements.iterator();
    } else if (at instanceof Map<?, ?> map) {
      inner = map.entrySet().iterator();
    }
  }

  @Override
  public Kind kind() {
    if (value instanceof Number) {
      return Kind.NUMBER;
    }
    if (value instanceof CharSequence || value instanceof GenericEnumSymbol) {
      return Kind.TEXT;
    }
    if (value instanceof Boolean) {
      return Kind.BOOLEAN;
    }
    if (value == null) {
      return Kind.NULL;
    }
    return value instanceof Collection ? Kind.ARRAY : Kind.OBJECT;
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
    text = bytes(value);
    textLength = length(value, text);
    return text;
  }

  /** The bytes of a text, which may be more than it has. */
  private static byte[] bytes(@Nullable Object text) {
    return text instanceof Utf8 utf8
        ? utf8.getBytes()
        : String.valueOf(text).getBytes(StandardCharsets.UTF_8);
  }

  private static int length(@Nullable Object text, byte[] bytes) {
    return text instanceof Utf8 utf8 ? utf8.getByteLength() : bytes.length;
  }

  @Override
  public int utf8Offset() {
    return 0;
  }

  @Override
  public int utf8Length() {
    return textLength;
  }

  @Override
  public boolean nextElement() {
    boolean more = inner.hasNext();
    if (more) {
      value = inner.next();
    }
    return more;
  }

  @Override
  public boolean nextEntry() {
    boolean more = value != null && inner.hasNext();
    if (more) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) inner.next();
      name = bytes(entry.getKey());
      nameLength = length(entry.getKey(), name);
      value = entry.getValue();
    }
    return more;
  }

  @Override
  public byte[] nameUtf8() {
    return name;
  }

  @Override
  public int nameOffset() {
    return 0;
  }

  @Override
  public int nameLength() {
    return nameLength;
  }

  @Override
  public String shown() {
    return switch (kind()) {
      case NUMBER, BOOLEAN -> String.valueOf(value);
      case TEXT -> {
        char[] characters = String.valueOf(value).toCharArray();
        yield Quoted.text(characters, 0, characters.length);
      }
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL -> "null";
    };
  }
}
