package io.gradstream.record;

import io.gradstream.data.encode.FieldValue;

/** A value of a format that has no objects. */
public interface EntrylessValue extends FieldValue {
  @Override
  default boolean nextEntry() {
    return false;
  }

  @Override
  default byte[] nameUtf8() {
    throw new IllegalStateException("a value of this format has no entries");
  }

  @Override
  default int nameOffset() {
    return 0;
  }

  @Override
  default int nameLength() {
    return 0;
  }
}
