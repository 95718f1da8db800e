package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.text.NumberNotation;
import java.util.Arrays;

/** The key of a sample, by which it finds the model it is for. It fills no column. */
final class RowKeyEncoder extends FieldEncoder {
  /** The most bytes that a key may have. */
  private static final int MOST_BYTES = 256;

  private final String field;
  private final CategoryText text;
  private byte[] key = {};
  private int length;

  RowKeyEncoder(String field) {
    this.field = field;
    this.text = new CategoryText(field, NumberNotation.CANONICAL);
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    text.read(value);
    if (text.length() == 0 || text.length() > MOST_BYTES) {
      throw new RejectedSample(
          "%s must be a key of 1 to %d bytes: %s".formatted(field, MOST_BYTES, value.shown()));
    }
    length = text.length();
    key = key.length < length ? Arrays.copyOf(key, length) : key;
    System.arraycopy(text.utf8(), text.offset(), key, 0, length);
  }

  @Override
  public void write(MiniBatch batch) {
    batch.keys().set(key, 0, length);
  }
}
