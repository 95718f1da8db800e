package io.gradstream.pipeline.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A stream whose bytes are counted when they are read. */
final class CountedStream extends FilterInputStream {
  private final LongConsumer counter;

  /**
   * Counts what is read of a stream.
   *
   * @param counter is told how many bytes every read has given
   */
  CountedStream(InputStream stream, LongConsumer counter) {
    super(stream);
    this.counter = counter;
  }

  @Override
  public int read() throws IOException {
    int single = super.read();
    if (single >= 0) {
      counter.accept(1);
    }
    return single;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = super.read(bytes, from, length);
    if (count > 0) {
      counter.accept(count);
    }
    return count;
  }
}
