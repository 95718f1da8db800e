package io.gradstream.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What has been read of a stream and is in no record yet. It grows with the longest record, and
 * keeps the rest at its beginning.
 */
public final class RecordBuffer {
  private static final int FIRST_SIZE = 1 << 16;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int start;
  private int end;

  /** Of a stream that nothing has been read of yet. */
  public RecordBuffer(InputStream in) {
    this.in = in;
  }

  /** The bytes, shared; those from {@link #start} to {@link #end} count. */
  public byte[] bytes() {
    return bytes;
  }

  /** The index of the first byte that counts. */
  public int start() {
    return start;
  }

  /** The index behind the last byte that counts. */
  public int end() {
    return end;
  }

  /** Forgets what is before an index. */
  public void startAt(int index) {
    start = index;
  }

  /**
   * Reads on. Indexes into the bytes are void after it, but for how far they are from the start.
   *
   * @return false if there is nothing more
   */
  public boolean fill() throws IOException {
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

  /** Closes the stream. */
  public void close() throws IOException {
    in.close();
  }
}
