package io.gradstream.record.float32;

import io.gradstream.record.EntrylessValue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.NumberOutput;

/** One or several numbers of a vector. One is enough for all records. */
final class Float32FieldValue implements EntrylessValue {
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] record = {};
  private byte[] text = {};
  private int at;
  private int end;
  private boolean array;
  private float number;

  /** Stands on {@code length} numbers from number {@code start} on. */
  void begin(byte[] bytes, int start, int length, boolean isArray) {
    record = bytes;
    at = start;
    end = start + length;
    array = isArray;
    if (!isArray) {
      number = number(start);
    }
  }

  private float number(int index) {
    return (float) FLOATS.get(record, Float.BYTES * index);
  }

  @Override
  public Kind kind() {
    if (array) {
      return Float.isNaN(number(at)) && isAllNaN() ? Kind.NULL : Kind.ARRAY;
    }
    return Float.isNaN(number) ? Kind.NULL : Kind.NUMBER;
  }

  /** An array that is missing is written as NaN all over. */
  private boolean isAllNaN() {
    for (int i = at; i < end; i++) {
      if (!Float.isNaN(number(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double number() {
    return number;
  }

  @Override
  public boolean isTrue() {
    return false;
  }

  /** A whole number is written without a fraction: {@code 7}; others alike on every Java. */
  @Override
  public byte[] utf8() {
    String written =
        number == Math.rint(number) && Math.abs(number) < 1 << 24
            ? Integer.toString((int) number)
            : NumberOutput.toString(number, true);
    text = written.getBytes(StandardCharsets.UTF_8);
    return text;
  }

  @Override
  public int utf8Offset() {
    return 0;
  }

  @Override
  public int utf8Length() {
    return text.length;
  }

  @Override
  public boolean nextElement() {
    array = false;
    if (at == end) {
      return false;
    }
    number = number(at++);
    return true;
  }

  @Override
  public String shown() {
    return switch (kind()) {
      case ARRAY -> "an array";
      case NULL -> "NaN";
      case NUMBER, TEXT, BOOLEAN, OBJECT -> Float.toString(number);
    };
  }
}
