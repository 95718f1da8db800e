package io.gradstream.record.avro;

import io.gradstream.data.encode.FieldValue;
import io.gradstream.data.time.DeclaredTime;
import io.gradstream.data.time.TimeUnit;
import io.gradstream.record.Quoted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.Conversions.DecimalConversion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/** A value as Avro's generic reader gives it, with its schema. One is enough for all records. */
final class AvroFieldValue implements FieldValue {
  private static final DecimalConversion DECIMALS = new DecimalConversion();

  private @Nullable Object value;
  private Schema schema = Schema.create(Schema.Type.NULL);
  private AvroType type = AvroType.NULL;
  private Iterator<?> inner = Collections.emptyIterator();
  private Schema container = schema;
  private @Nullable IndexedRecord record;
  private byte[] text = {};
  private int textLength;
  private byte[] name = {};
  private int nameLength;

  /** Stands on a value of a schema, which may be a union. */
  void begin(@Nullable Object at, Schema of) {
    standOn(at, of);
    container = schema;
    record = null;
    if (at instanceof Collection<?> elements) {
      inner = elements.iterator();
    } else if (at instanceof Map<?, ?> map) {
      inner = map.entrySet().iterator();
    } else if (at instanceof IndexedRecord fields) {
      record = fields;
      inner = fields.getSchema().getFields().iterator();
    }
  }

  private void standOn(@Nullable Object at, Schema of) {
    boolean union = of.getType() == Schema.Type.UNION;
    schema = union ? of.getTypes().get(GenericData.get().resolveUnion(of, at)) : of;
    type = AvroType.of(schema);
    value =
        switch (type) {
          case DECIMAL -> decimal(at);
          case UUID -> at instanceof GenericFixed fixed ? uuid(fixed) : at;
          default -> at;
        };
  }

  private Object decimal(@Nullable Object at) {
    return at instanceof GenericFixed fixed
        ? DECIMALS.fromFixed(fixed, schema, schema.getLogicalType())
        : DECIMALS.fromBytes(
            Objects.requireNonNull((ByteBuffer) at).duplicate(), schema, schema.getLogicalType());
  }

  private static UUID uuid(GenericFixed fixed) {
    ByteBuffer bytes = ByteBuffer.wrap(fixed.bytes());
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  @Override
  public Kind kind() {
    return isNaN() ? Kind.NULL : type.kind();
  }

  private boolean isNaN() {
    return (value instanceof Double number && number.isNaN())
        || (value instanceof Float single && single.isNaN());
  }

  @Override
  public double number() {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @Override
  public double second(TimeUnit unit) {
    return value instanceof Long || value instanceof Integer
        ? unit.second(((Number) value).longValue())
        : FieldValue.super.second(unit);
  }

  @Override
  public @Nullable DeclaredTime declaredTime() {
    return type.time();
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
        : text(text).getBytes(StandardCharsets.UTF_8);
  }

  /** A number with a fraction has the same digits on every Java. */
  private static String text(@Nullable Object value) {
    if (value instanceof Double number) {
      return NumberOutput.toString(number, true);
    }
    return value instanceof Float number
        ? NumberOutput.toString(number, true)
        : String.valueOf(value);
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
      standOn(inner.next(), container.getElementType());
    }
    return more;
  }

  @Override
  public boolean nextEntry() {
    if (!inner.hasNext()) {
      return false;
    }
    IndexedRecord fields = record;
    if (fields != null) {
      Schema.Field field = (Schema.Field) inner.next();
      nameOf(field.name());
      standOn(fields.get(field.pos()), field.schema());
    } else {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) inner.next();
      nameOf(entry.getKey());
      standOn(entry.getValue(), container.getValueType());
    }
    return true;
  }

  private void nameOf(Object text) {
    name = bytes(text);
    nameLength = length(text, name);
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
    return switch (type) {
      case TEXT, UUID -> shownText();
      case NULL -> "null";
      case ARRAY -> "an array";
      case MAP, RECORD -> "an object";
      case OPAQUE -> "of type " + AvroType.name(schema);
      default -> text(value);
    };
  }

  private String shownText() {
    char[] characters = String.valueOf(value).toCharArray();
    return Quoted.text(characters, 0, characters.length);
  }
}
