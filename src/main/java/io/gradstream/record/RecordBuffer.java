package io.gradstream.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of a stream and is in no record yet. It grows with the longest record, and
 * keeps the rest at its beginning; of one that is too long it keeps the first bytes alone.
 */
public final class RecordBuffer {
  /** The longest a record may be. */
  public static final int MOST_BYTES = 16 << 20;

  /** What is kept of a longer one. */
  private static final int BEGINNING = 1000;

  private static final int FIRST_SIZE = 1 << 16;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int start;
  private int end;

  /** The first bytes of the record at hand, once some were dropped of it. */
  private byte @Nullable [] beginning;

  private long dropped;

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

  /**
   * Drops what has come of a record that is too long, but for its last byte, behind which there is
   * more to look at.
   *
   * @return whether it is
   */
  public boolean dropIfTooLong() {
    if (end - start < MOST_BYTES) {
      return false;
    }
    if (beginning == null) {
      beginning = Arrays.copyOfRange(bytes, start, start + BEGINNING);
    }
    dropped += end - 1 - start;
    start = end - 1;
    return true;
  }

  /**
   * Ends the record at hand.
   *
   * @param length how many bytes have come of it that were not dropped
   * @throws OversizeRecord if some were
   */
  public void requireWhole(int length) {
    byte[] first = beginning;
    if (first != null) {
      long all = dropped + length;
      beginning = null;
      dropped = 0;
      throw new OversizeRecord(first, all);
    }
  }

  /** Closes the stream. */
  public void close() throws IOException {
    in.close();
  }
}
