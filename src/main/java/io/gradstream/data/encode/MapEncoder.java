package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.encode.FieldValue.Kind;
import io.gradstream.data.text.CategoryHash;
import java.util.Arrays;

/**
 * The numbers of an object by their hashed names. A zero, false or null is no entry; true is 1. A
 * name that comes twice counts with the sum.
 */
final class MapEncoder extends FieldEncoder {
  private final String field;
  private final CategoryHash hash;
  private final int first;
  private final SampleLimits limits;
  private int[] columns = new int[16];
  private float[] values = new float[16];
  private int count;

  MapEncoder(String field, CategoryHash hash, int first, SampleLimits limits) {
    this.field = field;
    this.hash = hash;
    this.first = first;
    this.limits = limits;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    if (value.kind() != Kind.OBJECT) {
      throw new RejectedSample(field + " must be an object of numbers: " + value.shown());
    }
    count = 0;
    int keys = 0;
    while (value.nextEntry()) {
      float number = number(value);
      if (keys++ < limits.mapKeys() && number != 0) {
        keep(column(value), number);
      }
    }
    if (keys > limits.mapKeys()) {
      throw new RejectedSample(limits.tooManyKeys(field, keys));
    }
  }

  private float number(FieldValue value) throws RejectedSample {
    float number =
        switch (value.kind()) {
          case NUMBER -> (float) value.number();
          case BOOLEAN -> value.isTrue() ? 1 : 0;
          case NULL -> 0;
          case TEXT, ARRAY, OBJECT -> Float.NaN;
        };
    if (!Float.isFinite(number)) {
      throw new RejectedSample(
          field + " must hold numbers that are finite in float32: " + value.shown());
    }
    return number;
  }

  private int column(FieldValue value) throws RejectedSample {
    byte[] utf8 = value.nameUtf8();
    int length = value.nameLength();
    if (length < 0) {
      throw new RejectedSample(field + " must not hold half a surrogate pair in a name");
    }
    return first + hash.bucket(utf8, value.nameOffset(), length);
  }

  private void keep(int column, float value) {
    if (count == columns.length) {
      columns = Arrays.copyOf(columns, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    columns[count] = column;
    values[count++] = value;
  }

  @Override
  public void write(MiniBatch batch) {
    for (int i = 0; i < count; i++) {
      batch.sparse().append(columns[i], values[i]);
    }
  }
}
