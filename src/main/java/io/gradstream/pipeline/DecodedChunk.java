package io.gradstream.pipeline;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.record.SampleDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The records of a chunk, decoded: for each a row of raw features, or the reason why it is no
 * sample. Records are taken off one by one; those that were not decoded ahead, because there are
 * more than there is room for, are decoded when it is their turn. One thread at a time.
 */
public final class DecodedChunk {
  private final MiniBatch rows;
  private final @Nullable String[] rejections;
  private final boolean[] passedOver;
  private final SampleDecoder late;
  private RecordChunk records;
  private long bytes;
  private int size;

  private @Nullable RuntimeException failure;
  private int first;
  private int behind;
  private int next;
  private int row;

  /**
   * A buffer without records.
   *
   * @param rows has room for as many records as are decoded at a time
   * @param late decodes what was not decoded ahead
   */
  DecodedChunk(RecordChunk records, MiniBatch rows, SampleDecoder late) {
    this.records = records;
    this.rows = rows;
    this.late = late;
    this.rejections = new @Nullable String[rows.capacity()];
    this.passedOver = new boolean[rows.capacity()];
  }

  /**
   * Becomes another chunk, of which what there is room for is decoded now. A record that cannot be
   * decoded says so when it is its turn, and those before it are learned first.
   */
  void begin(RecordChunk chunk, SampleDecoder ahead) {
    records = chunk;
    bytes = chunk.bytes();
    size = chunk.size();
    next = 0;
    failure = null;
    try {
      decode(ahead);
    } catch (RuntimeException undecodable) {
      failure = undecodable;
    }
  }

  /** How many bytes the records have. */
  public long bytes() {
    return bytes;
  }

  /** The records as they came. */
  public RecordChunk records() {
    return records;
  }

  /** Whether there is a record that was not taken. */
  public boolean hasNext() {
    return next < size;
  }

  /** Which of the records is the next to be taken. */
  public int next() {
    return next;
  }

  /**
   * Takes the next record, and adds its row to {@code batch} if it has one: one that weighs nothing
   * has none.
   *
   * @return why it is no sample, null if it is one
   * @throws RuntimeException if it could not be decoded
   */
  public @Nullable String copyNextInto(MiniBatch batch) {
    if (next == behind) {
      if (failure != null) {
        throw failure;
      }
      decode(late);
    }
    int index = next++ - first;
    if (rejections[index] == null && !passedOver[index]) {
      batch.accept(rows, row++);
    }
    return rejections[index];
  }

  private void decode(SampleDecoder decoder) {
    rows.clear();
    row = 0;
    first = next;
    int end = first + Math.min(rows.capacity(), size - first);
    for (behind = first; behind < end; behind++) {
      int before = rows.rows();
      String fault = records.fault(behind);
      rejections[behind - first] = fault == null ? decode(records.value(behind), decoder) : fault;
      passedOver[behind - first] = rows.rows() == before;
    }
  }

  private @Nullable String decode(byte @Nullable [] value, SampleDecoder decoder) {
    if (value == null) {
      return "the record has no value";
    }
    try {
      decoder.decode(value, rows);
      return null;
    } catch (RejectedSample rejection) {
      return String.valueOf(rejection.getMessage());
    }
  }
}
