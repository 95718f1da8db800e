package io.gradstream.pipeline.batch;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.Rejection;
import io.gradstream.pipeline.chunk.DecodedChunk;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.OffsetRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one step with the records rejected among them and how far that reached. One batch
 * is reused for all: whoever receives it is done with it when it returns.
 */
public final class Batch implements Rejection {
  private final MiniBatch samples;
  private final int usual;
  private final DeadLetterBound bound;
  private final HeldDeadLetters rejected = new HeldDeadLetters();
  private final HeldDeadLetters counted = new HeldDeadLetters();
  private final List<DeadLetter> leftOut = new ArrayList<>();
  private final ReadPositions positions = new ReadPositions();
  private final @Nullable RecordChunk[] chunks;
  private final int[] indices;
  private int most;
  private int passedOver;
  private boolean skips;
  private boolean moves;
  private boolean endsPass;
  private long timestampMs;
  private @Nullable RecordChunk last;
  private int lastIndex;

  /**
   * A batch in this buffer.
   *
   * @param usual how many samples it takes; of those that are late it takes what there is room for
   * @param deadLettersPerSecond how many dead letters of a second are published
   */
  public Batch(MiniBatch samples, int usual, int deadLettersPerSecond) {
    this.samples = samples;
    this.usual = usual;
    this.most = usual;
    this.bound = new DeadLetterBound(deadLettersPerSecond);
    this.chunks = new @Nullable RecordChunk[samples.capacity()];
    this.indices = new int[samples.capacity()];
  }

  /** Its samples, valid until the next batch is gathered. */
  public MiniBatch samples() {
    return samples;
  }

  /** The rejected records, in order. */
  public List<DeadLetter> rejected() {
    return rejected.list();
  }

  /** The rejected records of which there are too many to be published, in order. */
  public List<DeadLetter> counted() {
    return counted.list();
  }

  /** The records whose rows were left out of the step, in the order that was found out. */
  public List<DeadLetter> leftOut() {
    return leftOut;
  }

  /** Leaves a row out of the step. */
  @Override
  public void reject(int row, String reason) {
    RecordChunk chunk = Objects.requireNonNull(chunks[row]);
    if (bound.admits(chunk, indices[row])) {
      leftOut.add(DeadLetter.of(chunk, indices[row], reason));
    } else {
      counted.add(DeadLetter.counted(chunk, indices[row], reason));
    }
  }

  /** Where every partition stands behind this batch. */
  public ReadPositions positions() {
    return positions;
  }

  /**
   * When the last record of the newest chunk that is done was written, ms since the epoch; or 0.
   */
  public long timestampMs() {
    return timestampMs;
  }

  /** When its last record was written, in ms since the epoch; empty where nobody knows. */
  public OptionalLong lastTimestampMs() {
    RecordChunk newest = last;
    return newest == null ? OptionalLong.empty() : newest.timestampMs(lastIndex);
  }

  /** Whether a pass over a bounded input ends with this batch, which may then hold no sample. */
  public boolean endsPass() {
    return endsPass;
  }

  /** Says that a pass over the whole input ends with it. */
  public void endPass() {
    endsPass = true;
  }

  /** How many samples weighed nothing, and are only passed over. */
  public int passedOver() {
    return passedOver;
  }

  /** Whether there are records that were gone before they could be read. */
  public boolean skips() {
    return skips;
  }

  /** Whether records have been taken in that are neither samples nor rejected. */
  public boolean moves() {
    return moves;
  }

  void move() {
    moves = true;
  }

  boolean isEmpty() {
    return samples.rows() == 0
        && rejected.isEmpty()
        && counted.isEmpty()
        && passedOver == 0
        && !skips;
  }

  /**
   * Whether it must go before another record is taken in: one whose rejected records are many ends
   * there, wherever the samples stand.
   */
  boolean isFull() {
    return samples.rows() >= most || rejected.isFull() || counted.isFull();
  }

  /** Takes in what a chunk says of runs of records. */
  void begin(RecordChunk chunk) {
    Optional<OffsetRange> skipped = chunk.skipped();
    if (skipped.isPresent()) {
      positions.skip(chunk.topic(), chunk.partition(), skipped.get());
      skips = true;
    }
    if (chunk.late().isPresent()) {
      positions.catchUp(chunk.topic(), chunk.partition(), chunk.late().get());
    }
  }

  /** Adds the next record of a chunk: a row, or a rejection. */
  void add(DecodedChunk chunk) {
    RecordChunk records = chunk.records();
    int index = chunk.next();
    last = records;
    lastIndex = index;
    int before = samples.rows();
    String rejection = chunk.copyNextInto(samples);
    if (rejection != null) {
      addRejected(records, index, rejection);
    } else if (samples.rows() == before) {
      passedOver++;
    } else {
      chunks[before] = records;
      indices[before] = index;
    }
    boolean last = !chunk.hasNext();
    if (last) {
      timestampMs = records.timestampMs();
    }
    positions.advance(
        records.topic(),
        records.partition(),
        last ? records.nextOffset() : records.offset(index) + 1,
        1);
    most = positions.isLate(records.offset(index)) ? samples.capacity() : usual;
  }

  /** The row that was just added is of a record that was kept for it. */
  void took(RecordChunk kept) {
    chunks[samples.rows() - 1] = kept;
    indices[samples.rows() - 1] = 0;
  }

  /** Goes on behind a record of a chunk that is no row itself. */
  void pass(RecordChunk records, int index) {
    last = records;
    lastIndex = index;
    boolean isLast = index + 1 == records.size();
    timestampMs = records.timestampMs(index).orElse(0);
    positions.advance(
        records.topic(),
        records.partition(),
        isLast ? records.nextOffset() : records.offset(index) + 1,
        1);
  }

  /** Has a record be a dead letter. */
  void refuse(RecordChunk records, int index, String reason) {
    addRejected(records, index, reason);
  }

  private void addRejected(RecordChunk records, int index, String reason) {
    if (bound.admits(records, index)) {
      rejected.add(DeadLetter.of(records, index, reason));
    } else {
      counted.add(DeadLetter.counted(records, index, reason));
    }
  }

  /** Forgets samples and rejections; positions stay. */
  void clear() {
    Arrays.fill(chunks, 0, samples.rows(), null);
    samples.clear();
    rejected.clear();
    counted.clear();
    leftOut.clear();
    passedOver = 0;
    skips = false;
    moves = false;
    endsPass = false;
    last = null;
  }
}
