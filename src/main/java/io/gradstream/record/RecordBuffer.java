package io.gradstream.record;

import io.gradstream.data.SampleLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of a stream and is in no record yet. It grows with the longest record, and
 * keeps the rest at its beginning; of one that is too long it keeps the first bytes alone.
 */
public final class RecordBuffer {
  private static final int FIRST_SIZE = 1 << 16;

  /** What may stand behind a record and is no part of it. */
  private static final int LINE_END = 2;

  private final InputStream in;
  private final SampleLimits limits;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int start;
  private int end;

  /** The first bytes of the record at hand, once some were dropped of it. */
  private byte @Nullable [] beginning;

  private long dropped;

  /** Of a stream that nothing has been read of yet, with records of at most so many bytes. */
  public RecordBuffer(InputStream in, SampleLimits limits) {
    this.in = in;
    this.limits = limits;
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
    if (end - start <= Math.max(limits.recordBytes(), FIRST_SIZE) + LINE_END) {
      return false;
    }
    if (beginning == null) {
      beginning = Arrays.copyOfRange(bytes, start, start + OversizeRecord.BEGINNING_BYTES);
    }
    dropped += end - 1 - start;
    start = end - 1;
    return true;
  }

  /**
   * Ends the record at hand.
   *
   * @param record what has come of it and was not dropped
   * @throws OversizeRecord if it is too long
   */
  public void requireWhole(byte[] record) {
    long length = dropped + record.length;
    byte[] first = beginning == null ? record : beginning;
    beginning = null;
    dropped = 0;
    if (length > limits.recordBytes()) {
      throw new OversizeRecord(first, limits.tooManyBytes(length));
    }
  }

  /** Closes the stream. */
  public void close() throws IOException {
    in.close();
  }
}
