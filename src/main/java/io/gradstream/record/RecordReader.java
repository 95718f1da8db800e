package io.gradstream.record;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of a stream of bytes, one after the other. Not thread-safe. */
public interface RecordReader extends Closeable {
  /**
   * The next record, null behind the last.
   *
   * @throws OversizeRecord if it is longer than the limit; the next call reads on behind it
   * @throws IOException if the stream cannot be read on
   */
  byte @Nullable [] next() throws IOException;

  /** Whether the next record is there without reading on in the stream. */
  boolean hasReadAhead();
}
