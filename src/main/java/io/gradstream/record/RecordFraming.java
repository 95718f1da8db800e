package io.gradstream.record;

import java.io.IOException;
import java.io.InputStream;

/** How the records of a format stand behind one another in a file. */
@FunctionalInterface
public interface RecordFraming {
  /**
   * Begins to read a stream, which is closed with the reader.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if its beginning shows that it holds no such records, in words
   *     for a person that follow the stream's name
   */
  RecordReader read(InputStream in) throws IOException;
}
