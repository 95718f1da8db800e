package io.gradstream.pipeline;

import io.gradstream.data.MiniBatch;
import io.gradstream.record.SampleDecoder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Decodes chunks on the thread that reads them, ahead of the thread that learns, into a few buffers
 * that go round between the two. A decoded row depends on its record alone, so what was read ahead
 * and is never learned leaves no trace.
 */
final class ReadAhead {
  /** Chunks that wait for the learner at most. */
  static final int CHUNKS = 8;

  /** Beside those that wait, one is being filled and one is being learned. */
  private final BlockingQueue<DecodedChunk> free = new ArrayBlockingQueue<>(CHUNKS + 2);

  private final Supplier<MiniBatch> rows;
  private final SampleDecoder ahead;
  private final SampleDecoder late;

  /**
   * A decoding of one stream.
   *
   * @param decoders makes a decoder for each of the two threads
   * @param rows makes room for what of a chunk is decoded ahead
   */
  ReadAhead(Supplier<SampleDecoder> decoders, Supplier<MiniBatch> rows) {
    this.ahead = decoders.get();
    this.late = decoders.get();
    this.rows = rows;
  }

  /** Decodes a chunk; the thread that reads does. */
  DecodedChunk decode(RecordChunk chunk) {
    DecodedChunk reused = free.poll();
    DecodedChunk buffer = reused == null ? new DecodedChunk(chunk, rows.get(), late) : reused;
    buffer.begin(chunk, ahead);
    return buffer;
  }

  /** Takes back a chunk that nobody looks at any more. */
  void giveBack(DecodedChunk done) {
    free.offer(done);
  }
}
