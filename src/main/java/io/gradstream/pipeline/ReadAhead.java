package io.gradstream.pipeline;

import io.gradstream.data.MiniBatch;
import io.gradstream.record.SampleDecoder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Decodes chunks ahead of the thread that learns, several at once, and hands them on in their
 * order. A decoded row depends on its record alone: which thread has decoded it leaves no trace,
 * nor does what was read ahead and is never learned.
 *
 * <p>Buffers go round between the threads that decode and the one that learns; so do decoders among
 * the former. How many chunks are ahead does not depend on how many threads there are, and so
 * neither does the memory they take.
 */
final class ReadAhead {
  /** Chunks that are decoded, or wait for that or for the learner, at most. */
  static final int CHUNKS = 8;

  /** Beside those, one waits with the learner, and one is being learned. */
  private final BlockingQueue<DecodedChunk> free = new ArrayBlockingQueue<>(CHUNKS + 2);

  private final BlockingQueue<SampleDecoder> idle = new ArrayBlockingQueue<>(CHUNKS);
  private final Supplier<SampleDecoder> decoders;
  private final Supplier<MiniBatch> rows;
  private final SampleDecoder late;

  /**
   * A decoding of one stream.
   *
   * @param decoders makes a decoder for each thread; from any of them
   * @param rows makes room for what of a chunk is decoded ahead; as well
   */
  ReadAhead(Supplier<SampleDecoder> decoders, Supplier<MiniBatch> rows) {
    this.decoders = decoders;
    this.late = decoders.get();
    this.rows = rows;
  }

  /** The chunks decoded by these threads, in their order. */
  Flux<DecodedChunk> decoded(Flux<RecordChunk> chunks, Scheduler threads) {
    return chunks.flatMapSequential(
        chunk -> Mono.fromCallable(() -> decode(chunk)).subscribeOn(threads), CHUNKS, 1);
  }

  /** Decodes a chunk; any thread may. */
  DecodedChunk decode(RecordChunk chunk) {
    DecodedChunk reused = free.poll();
    DecodedChunk buffer = reused == null ? new DecodedChunk(chunk, rows.get(), late) : reused;
    SampleDecoder waiting = idle.poll();
    SampleDecoder decoder = waiting == null ? decoders.get() : waiting;
    buffer.begin(chunk, decoder);
    idle.offer(decoder);
    return buffer;
  }

  /** Takes back a chunk that nobody looks at any more. */
  void giveBack(DecodedChunk done) {
    free.offer(done);
  }
}
