package io.gradstream.pipeline.scale;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.Rejection;
import io.gradstream.learn.RoundLearner;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.batch.DeadLetterBound;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.OffsetRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Has the records of a round learned, in batches that end with the round at the latest. */
final class RoundReader implements Rejection {
  private final RoundLearner learner;
  private final SampleDecoder decoder;
  private final DeadLetterBound bound;
  private final MiniBatch batch;
  private final @Nullable RecordChunk[] chunks;
  private final int[] indices;
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final Map<Integer, Long> ends = new HashMap<>();

  RoundReader(RoundLearner learner, SampleDecoder decoder, int deadLettersPerSecond) {
    this.learner = learner;
    this.decoder = decoder;
    this.bound = new DeadLetterBound(deadLettersPerSecond);
    this.batch = learner.learner().newBatch();
    this.chunks = new @Nullable RecordChunk[batch.capacity()];
    this.indices = new int[batch.capacity()];
  }

  /**
   * Forgets the round before.
   *
   * @param positions where the round begins in each of its partitions
   */
  void begin(Map<Integer, Long> positions) {
    batch.clear();
    deadLetters.clear();
    ends.clear();
    ends.putAll(positions);
  }

  /** The records of the round that were not learned and are to be told, in their order. */
  List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** Learns the records of a chunk; false if it is of a partition that has come since. */
  boolean read(RecordChunk chunk) {
    if (!ends.containsKey(chunk.partition())) {
      return false;
    }
    for (int index = 0; index < chunk.size(); index++) {
      read(chunk, index);
    }
    pass(chunk.partition(), chunk.nextOffset());
    return true;
  }

  private void read(RecordChunk chunk, int index) {
    int before = batch.rows();
    String fault = fault(chunk, index);
    if (fault != null) {
      reject(chunk, index, fault);
    } else if (batch.rows() > before) {
      chunks[before] = chunk;
      indices[before] = index;
    }
    if (batch.isFull()) {
      learn();
    }
  }

  private @Nullable String fault(RecordChunk chunk, int index) {
    byte[] value = chunk.value(index);
    String fault = value == null ? "the record has no value" : chunk.fault(index);
    if (value == null || fault != null) {
      return fault;
    }
    try {
      decoder.decode(value, batch);
      return null;
    } catch (RejectedSample rejected) {
      return String.valueOf(rejected.getMessage());
    }
  }

  /** Goes on in a partition behind offsets of which no more is to be learned. */
  private void pass(int partition, long position) {
    Long end = ends.put(partition, position);
    if (end != null && end < position) {
      learner.advance(partition, new OffsetRange(end, position));
    }
  }

  /**
   * Learns what waits for a batch to fill, and passes what are no records: transactions' markers.
   */
  void end(Map<Integer, Long> positions) {
    learn();
    positions.forEach(
        (partition, position) -> {
          if (ends.containsKey(partition)) {
            pass(partition, position);
          }
        });
  }

  private void learn() {
    if (batch.rows() > 0) {
      learner.learn(batch, this);
      batch.clear();
    }
  }

  /** Leaves a row of the batch out. */
  @Override
  public void reject(int row, String reason) {
    reject(Objects.requireNonNull(chunks[row]), indices[row], reason);
  }

  private void reject(RecordChunk chunk, int index, String reason) {
    learner.learner().counters().countRejected(1);
    if (bound.admits(chunk, index)) {
      deadLetters.add(DeadLetter.of(chunk, index, reason));
    }
  }
}
