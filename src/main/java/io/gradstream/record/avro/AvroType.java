package io.gradstream.record.avro;

import io.gradstream.data.encode.FieldValue.Kind;
import io.gradstream.data.time.DeclaredTime;
import io.gradstream.data.time.TimeUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a schema are to an encoder. Logical types are what they say; one that Avro
 * does not know is what it is stored as, as Avro's specification has it.
 */
enum AvroType {
  NULL(Kind.NULL),
  BOOLEAN(Kind.BOOLEAN),
  NUMBER(Kind.NUMBER),
  /** Bytes that are a decimal number. */
  DECIMAL(Kind.NUMBER),
  DATE(TimeUnit.DAYS, true),
  TIME_MILLIS(TimeUnit.MILLIS, true),
  TIME_MICROS(TimeUnit.MICROS, true),
  TIMESTAMP_MILLIS(TimeUnit.MILLIS, false),
  TIMESTAMP_MICROS(TimeUnit.MICROS, false),
  TIMESTAMP_NANOS(TimeUnit.NANOS, false),
  LOCAL_TIMESTAMP_MILLIS(TimeUnit.MILLIS, true),
  LOCAL_TIMESTAMP_MICROS(TimeUnit.MICROS, true),
  LOCAL_TIMESTAMP_NANOS(TimeUnit.NANOS, true),
  /** A string or the name of an enum's constant. */
  TEXT(Kind.TEXT),
  /** Sixteen bytes that are a UUID. */
  UUID(Kind.TEXT),
  ARRAY(Kind.ARRAY),
  MAP(Kind.OBJECT),
  RECORD(Kind.OBJECT),
  /** Bytes, or a duration: nothing an encoder takes. */
  OPAQUE(Kind.OBJECT);

  private static final List<AvroType> TIMES_OF_DAY = List.of(TIME_MILLIS, TIME_MICROS);
  private static final Map<String, AvroType> NUMBERS_OF_TIME =
      Map.ofEntries(
          Map.entry("date", DATE),
          Map.entry("time-millis", TIME_MILLIS),
          Map.entry("time-micros", TIME_MICROS),
          Map.entry("timestamp-millis", TIMESTAMP_MILLIS),
          Map.entry("timestamp-micros", TIMESTAMP_MICROS),
          Map.entry("timestamp-nanos", TIMESTAMP_NANOS),
          Map.entry("local-timestamp-millis", LOCAL_TIMESTAMP_MILLIS),
          Map.entry("local-timestamp-micros", LOCAL_TIMESTAMP_MICROS),
          Map.entry("local-timestamp-nanos", LOCAL_TIMESTAMP_NANOS));

  private final Kind kind;
  private final @Nullable DeclaredTime time;

  AvroType(Kind kind) {
    this.kind = kind;
    this.time = null;
  }

  AvroType(TimeUnit unit, boolean isLocal) {
    this.kind = Kind.NUMBER;
    this.time = new DeclaredTime(unit, isLocal);
  }

  /** The type of a schema that is no union. */
  static AvroType of(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> NULL;
      case BOOLEAN -> BOOLEAN;
      case INT, LONG -> number(schema.getLogicalType());
      case FLOAT, DOUBLE -> NUMBER;
      case STRING, ENUM -> TEXT;
      case BYTES, FIXED -> bytes(schema.getLogicalType());
      case ARRAY -> ARRAY;
      case MAP -> MAP;
      case RECORD -> RECORD;
      case UNION -> throw new IllegalArgumentException("a union has a type for each value");
    };
  }

  private static AvroType number(@Nullable LogicalType logical) {
    return logical == null ? NUMBER : NUMBERS_OF_TIME.getOrDefault(logical.getName(), NUMBER);
  }

  private static AvroType bytes(@Nullable LogicalType logical) {
    if (logical instanceof LogicalTypes.Decimal) {
      return DECIMAL;
    }
    return logical != null && logical.getName().equals("uuid") ? UUID : OPAQUE;
  }

  /** What it is to an encoder. */
  Kind kind() {
    return kind;
  }

  /** What its numbers count, if they are moments or days. */
  @Nullable DeclaredTime time() {
    return time;
  }

  /** Whether it is a time of the day, of no day. */
  boolean isTimeOfDay() {
    return TIMES_OF_DAY.contains(this);
  }

  /** What a schema is called in a message: {@code timestamp-millis}, {@code bytes}. */
  static String name(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return logical == null ? schema.getType().getName() : logical.getName();
  }
}
