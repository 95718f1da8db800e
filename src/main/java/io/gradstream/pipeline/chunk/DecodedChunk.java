package io.gradstream.pipeline.chunk;

import io.gradstream.data.FeatureEntries;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.record.SampleDecoder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of a chunk, decoded: for each a row of raw features, or the reason why it is no
 * sample. Records are taken off one by one; those that were not decoded ahead, because there are
 * more than there is room for, are decoded when it is their turn. One thread at a time.
 */
public final class DecodedChunk {
  private final SampleDecoder late;
  private final Supplier<MiniBatch> room;
  private Rows rows;
  private boolean isShared;
  private RecordChunk records;
  private long bytes;
  private int size;
  private int next;
  private int row;

  /**
   * A buffer without records.
   *
   * @param room has room for as many records as are decoded at a time
   * @param late decodes what was not decoded ahead
   */
  DecodedChunk(RecordChunk records, Supplier<MiniBatch> room, SampleDecoder late) {
    this(records, new Rows(room.get()), false, room, late);
  }

  private DecodedChunk(
      RecordChunk records,
      Rows rows,
      boolean isShared,
      Supplier<MiniBatch> room,
      SampleDecoder late) {
    this.records = records;
    this.rows = rows;
    this.isShared = isShared;
    this.room = room;
    this.late = late;
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
    row = 0;
    rows.decode(chunk, 0, ahead);
  }

  /**
   * The same records for another who takes them all, and decodes what was not decoded ahead for
   * himself. From here on nobody may take a record of this one.
   */
  DecodedChunk shared(Supplier<MiniBatch> lateRoom, SampleDecoder lateDecoder) {
    DecodedChunk same = new DecodedChunk(records, rows, true, lateRoom, lateDecoder);
    same.bytes = bytes;
    same.size = size;
    return same;
  }

  /** Whether others look at its rows, so that it cannot become another chunk. */
  boolean isShared() {
    return isShared;
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
    if (next == rows.behind) {
      decodeLate();
    }
    int index = next++ - rows.first;
    if (rows.rejections[index] == null && !rows.passedOver[index]) {
      batch.accept(rows.batch, row++);
    }
    return rows.rejections[index];
  }

  private void decodeLate() {
    rows.requireDecodable();
    if (isShared) {
      rows = new Rows(room.get());
      isShared = false;
    }
    row = 0;
    rows.decode(records, next, late);
    if (next == rows.behind) {
      rows.requireDecodable();
    }
  }

  /** Records that were decoded at once. */
  private static final class Rows {
    private final MiniBatch batch;
    private final @Nullable String[] rejections;
    private final boolean[] passedOver;
    private int first;
    private int behind;
    private @Nullable RuntimeException failure;

    Rows(MiniBatch batch) {
      this.batch = batch;
      this.rejections = new @Nullable String[batch.capacity()];
      this.passedOver = new boolean[batch.capacity()];
    }

    void decode(RecordChunk chunk, int from, SampleDecoder decoder) {
      batch.clear();
      failure = null;
      first = from;
      behind = from;
      try {
        int end = first + Math.min(batch.capacity(), chunk.size() - first);
        for (; behind < end; behind++) {
          decodeNext(chunk, decoder);
        }
      } catch (RuntimeException undecodable) {
        failure = undecodable;
      }
    }

    private void decodeNext(RecordChunk chunk, SampleDecoder decoder) {
      int before = batch.rows();
      batch.entries().tell(FeatureEntries.isSampled(chunk.offset(behind)));
      String fault = chunk.fault(behind);
      int index = behind - first;
      rejections[index] = fault == null ? rejection(chunk.value(behind), decoder) : fault;
      passedOver[index] = batch.rows() == before;
    }

    private @Nullable String rejection(byte @Nullable [] value, SampleDecoder decoder) {
      if (value == null) {
        return "the record has no value";
      }
      try {
        decoder.decode(value, batch);
        return null;
      } catch (RejectedSample rejection) {
        return String.valueOf(rejection.getMessage());
      }
    }

    /** One that could not be decoded is behind all that could. */
    void requireDecodable() {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
