package io.gradstream.record;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Records that are found by looking at each byte once. Blank ones are left out. */
public abstract class SplitRecords implements RecordReader {
  protected final RecordBuffer buffer;

  /** How far the bytes have been looked at, counted from the buffer's start. */
  private int looked;

  protected SplitRecords(RecordBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Looks for the end of the record that begins at the buffer's start, going on where the last look
   * ended.
   *
   * @param from the first byte that was not looked at
   * @return the index of the byte that ends the record and is no part of it; -1 if it goes on
   *     behind the buffer's end
   */
  protected abstract int findEnd(byte[] bytes, int from, int end);

  /** Says where a record ends that the stream ends within, -1 at the stream's end. */
  protected int cutAtEnd() {
    return -1;
  }

  @Override
  public final byte @Nullable [] next() throws IOException {
    byte[] record = nextRecord();
    while (record != null && isBlank(record)) {
      record = nextRecord();
    }
    return record;
  }

  private byte @Nullable [] nextRecord() throws IOException {
    int at = look();
    while (at < 0 && readOn()) {
      at = look();
    }
    int end = at < 0 ? cutAtEnd() : at;
    if (end >= 0) {
      return record(end, end + 1);
    }
    return buffer.start() == buffer.end() ? null : record(buffer.end(), buffer.end());
  }

  private boolean readOn() throws IOException {
    if (buffer.dropIfTooLong()) {
      looked = 1;
    }
    return buffer.fill();
  }

  private int look() {
    int at = findEnd(buffer.bytes(), buffer.start() + looked, buffer.end());
    looked = (at < 0 ? buffer.end() : at) - buffer.start();
    return at;
  }

  private byte[] record(int end, int next) {
    int length = end - buffer.start();
    boolean crlf = length > 0 && buffer.bytes()[end - 1] == '\r';
    byte[] record = Arrays.copyOfRange(buffer.bytes(), buffer.start(), crlf ? end - 1 : end);
    buffer.startAt(Math.min(next, buffer.end()));
    looked = 0;
    buffer.requireWhole(record);
    return record;
  }

  @Override
  public final boolean hasReadAhead() {
    return look() >= 0;
  }

  private static boolean isBlank(byte[] record) {
    for (byte character : record) {
      if (character != ' ' && character != '\t' && character != '\r' && character != '\n') {
        return false;
      }
    }
    return true;
  }

  @Override
  public final void close() throws IOException {
    buffer.close();
  }
}
