package io.gradstream.pipeline;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * The samples of one step with the records rejected among them and how far that reached. One batch
 * is reused for all: whoever receives it is done with it when it returns.
 */
final class Batch {
  /** A stretch with this many rejected records ends there, wherever the samples stand. */
  static final int MOST_REJECTED = 1000;

  private final MiniBatch samples;
  private final List<DeadLetter> rejected = new ArrayList<>();
  private final Positions positions = new Positions();
  private boolean endsPass;
  private long timestampMs;

  Batch(MiniBatch samples) {
    this.samples = samples;
  }

  MiniBatch samples() {
    return samples;
  }

  /** The rejected records, in order. */
  List<DeadLetter> rejected() {
    return rejected;
  }

  /** Where every partition stands behind this batch. */
  Positions positions() {
    return positions;
  }

  /**
   * When the last record of the newest chunk that is done was written, ms since the epoch; or 0.
   */
  long timestampMs() {
    return timestampMs;
  }

  /** Whether a pass over a bounded input ends with this batch, which may then hold no sample. */
  boolean endsPass() {
    return endsPass;
  }

  void endPass() {
    endsPass = true;
  }

  boolean isEmpty() {
    return samples.rows() == 0 && rejected.isEmpty();
  }

  /** Whether it must go before another record is taken in. */
  boolean isFull() {
    return samples.isFull() || rejected.size() >= MOST_REJECTED;
  }

  /** Decodes one record into the next row, or rejects it. */
  void take(RecordChunk chunk, int index, SampleDecoder decoder) {
    byte[] value = chunk.value(index);
    try {
      if (value == null) {
        throw new RejectedSample("the record has no value");
      }
      decoder.decode(value, samples);
    } catch (RejectedSample rejection) {
      rejected.add(
          new DeadLetter(
              chunk.topic(),
              chunk.partition(),
              chunk.offset(index),
              value,
              String.valueOf(rejection.getMessage())));
    }
    boolean last = index == chunk.size() - 1;
    if (last) {
      timestampMs = chunk.timestampMs();
    }
    positions.advance(
        chunk.topic(), chunk.partition(), last ? chunk.nextOffset() : chunk.offset(index) + 1);
  }

  /** Forgets samples and rejections; positions stay. */
  void clear() {
    samples.clear();
    rejected.clear();
    endsPass = false;
  }
}
