package io.gradstream.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The keys of a batch's samples, a text in UTF-8 each, in one array that is reused. Costs nothing
 * while no sample has one. Not thread-safe.
 */
public final class RowKeys {
  private final int capacity;
  private byte[] utf8 = {};
  private int[] ends = {};
  private int rows;
  private int pending;

  RowKeys(int capacity) {
    this.capacity = capacity;
  }

  /** Writes the key of the row behind the last, in place of one written before. */
  public void set(byte[] from, int offset, int length) {
    if (ends.length == 0) {
      ends = new int[capacity + 1];
    }
    int start = start(rows);
    if (utf8.length < start + length) {
      utf8 = Arrays.copyOf(utf8, Math.max(2 * utf8.length, start + length));
    }
    System.arraycopy(from, offset, utf8, start, length);
    pending = length;
  }

  /** Bytes that have the keys of all rows; shared. */
  public byte[] utf8() {
    return utf8;
  }

  /** Where the key of a row begins in them. */
  public int start(int row) {
    return ends.length == 0 ? 0 : ends[row];
  }

  /** How many bytes the key of a row has; none where it has no key. */
  public int length(int row) {
    return ends.length == 0 ? 0 : ends[row + 1] - ends[row];
  }

  /** The key of a row as text. */
  public String text(int row) {
    return new String(utf8, start(row), length(row), UTF_8);
  }

  void acceptRow() {
    if (ends.length > 0) {
      ends[rows + 1] = ends[rows] + pending;
    }
    rows++;
    pending = 0;
  }

  void acceptRow(RowKeys other, int row) {
    if (other.length(row) > 0) {
      set(other.utf8, other.start(row), other.length(row));
    }
    acceptRow();
  }

  void discardRow() {
    pending = 0;
  }

  void clear() {
    rows = 0;
    pending = 0;
  }
}
