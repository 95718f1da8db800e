package io.gradstream.codec;

import io.gradstream.data.FieldEncoder;
import io.gradstream.data.FieldPath;
import io.gradstream.data.FieldValue.Kind;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import org.jspecify.annotations.Nullable;

/** A field of the schema, and how it fared in the record at hand. */
final class JsonField {
  private static final int TARGET = -1;

  private final FieldPath path;
  private final FieldEncoder encoder;
  private final int column;
  private boolean present;
  private @Nullable RejectedSample rejection;

  private JsonField(String path, FieldEncoder encoder, int column) {
    this.path = FieldPath.parse(path);
    this.encoder = encoder;
    this.column = column;
  }

  /** A field that fills the columns of a row from {@code column} on. */
  static JsonField feature(String path, FieldEncoder encoder, int column) {
    return new JsonField(path, encoder, column);
  }

  /** The field that is the target. */
  static JsonField label(String path, FieldEncoder encoder) {
    return new JsonField(path, encoder, TARGET);
  }

  FieldPath path() {
    return path;
  }

  /** Takes back what was read: the field is missing from now on. */
  void forget() {
    present = false;
    rejection = null;
  }

  /**
   * Encodes the value into the row behind the batch's last. That it is no value of this field is
   * kept for {@link #requireValid}, as the name may come again and the rest may be no JSON.
   */
  void read(JsonFieldValue value, MiniBatch batch) {
    present = true;
    rejection = null;
    try {
      encode(value, batch);
    } catch (RejectedSample e) {
      rejection = e;
    }
  }

  private void encode(JsonFieldValue value, MiniBatch batch) throws RejectedSample {
    if (value.kind() == Kind.NULL) {
      throw new RejectedSample("field " + path + " is null");
    }
    int row = batch.rows();
    if (column == TARGET) {
      encoder.encode(value, batch.targets().data(), row);
    } else {
      int start = row * batch.features().columns();
      encoder.encode(value, batch.features().data(), start + column);
    }
  }

  /**
   * Ends the record.
   *
   * @throws RejectedSample if the field was missing, or its last value none of this field
   */
  void requireValid() throws RejectedSample {
    if (rejection != null) {
      throw rejection;
    }
    if (!present) {
      throw new RejectedSample("field " + path + " is missing");
    }
  }
}
