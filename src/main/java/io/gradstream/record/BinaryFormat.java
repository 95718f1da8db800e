package io.gradstream.record;

import io.gradstream.data.FieldPath;
import java.util.List;

/** A format whose records are no text, and stand in topics only. */
public interface BinaryFormat extends SampleFormat {
  @Override
  default boolean isText() {
    return false;
  }

  @Override
  default RecordFraming framing(List<FieldPath> fields) {
    throw new UnsupportedOperationException("binary records stand in topics only");
  }
}
