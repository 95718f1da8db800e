package io.gradstream.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What has been read of a stream and is in no record yet. It grows with the longest record, and
 * keeps the rest at its beginning.
 */
final class RecordBuffer {
  private static final int FIRST_SIZE = 1 << 16;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int start;
  private int end;

  RecordBuffer(InputStream in) {
    this.in = in;
  }

  /** The bytes, shared; those from {@link #start} to {@link #end} count. */
  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Forgets what is before an index. */
  void startAt(int index) {
    start = index;
  }

  /**
   * Reads on. Indexes into the bytes are void after it, but for how far they are from the start.
   *
   * @return false if there is nothing more
   */
  boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.multiplyExact(2, end));
    }
    int count = in.read(bytes, end, bytes.length - end);
    end += Math.max(0, count);
    return count > 0;
  }

  void close() throws IOException {
    in.close();
  }
}
