package io.gradstream.pipeline.chunk;

import io.gradstream.data.MiniBatch;
import io.gradstream.record.SampleDecoder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Decodes chunks ahead of the thread that learns, several at once, and hands them on in their
 * order. A decoded row depends on its record alone: which thread has decoded it leaves no trace,
 * nor does what was read ahead and is never learned.
 *
 * <p>Buffers go round between the threads that decode and the one that learns; so do decoders among
 * the former. How many chunks are ahead does not depend on how many threads there are, and so
 * neither does the memory they take.
 */
public final class ReadAhead {
  /** Chunks that are decoded, or wait for that or for the learner, at most. */
  public static final int CHUNKS = 8;

  /** How many numbers of dense features a chunk that is decoded ahead has, but for a single row. */
  private static final int MOST_NUMBERS = 1 << 18;

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
  public ReadAhead(Supplier<SampleDecoder> decoders, Supplier<MiniBatch> rows) {
    this.decoders = decoders;
    this.late = decoders.get();
    this.rows = rows;
  }

  /**
   * A decoding of one stream into buffers of as many rows as a chunk usually has, or fewer where
   * those are long.
   *
   * @param batches makes an empty batch with room for so many rows
   * @param decoders makes a decoder for each thread; from any of them, as well
   */
  public static ReadAhead of(IntFunction<MiniBatch> batches, Supplier<SampleDecoder> decoders) {
    int width = Math.max(1, batches.apply(0).denseColumns());
    int rows = Math.max(1, Math.min(RecordChunk.USUAL_SIZE, MOST_NUMBERS / width));
    return new ReadAhead(decoders, () -> batches.apply(rows));
  }

  /** As many threads as decode at once: one less than there are processors, within bounds. */
  public static Scheduler newThreads() {
    int beside = Runtime.getRuntime().availableProcessors() - 1;
    return newThreads(Math.max(1, Math.min(CHUNKS, beside)));
  }

  /** So many threads that decode. */
  public static Scheduler newThreads(int count) {
    return Schedulers.newParallel("decoder", count);
  }

  /** The chunks decoded by these threads, in their order. */
  public Flux<DecodedChunk> decoded(Flux<RecordChunk> chunks, Scheduler threads) {
    return inOrder(chunks, this::decode, threads);
  }

  /** What is made of each chunk by these threads, several at once, in the order of the chunks. */
  public static <T> Flux<T> inOrder(
      Flux<RecordChunk> chunks, Function<RecordChunk, T> decode, Scheduler threads) {
    return chunks.flatMapSequential(
        chunk -> Mono.fromCallable(() -> decode.apply(chunk)).subscribeOn(threads), CHUNKS, 1);
  }

  /** Decodes a chunk, unless another has already; any thread may. */
  public DecodedChunk decode(RecordChunk chunk) {
    return chunk.decodedBy(this);
  }

  /** Decodes a chunk into a buffer; any thread may. */
  DecodedChunk decodeNow(RecordChunk chunk) {
    DecodedChunk reused = free.poll();
    DecodedChunk buffer = reused == null ? new DecodedChunk(chunk, rows, late) : reused;
    SampleDecoder waiting = idle.poll();
    SampleDecoder decoder = waiting == null ? decoders.get() : waiting;
    buffer.begin(chunk, decoder);
    idle.offer(decoder);
    return buffer;
  }

  /** What another has decoded, to be learned here as well. */
  DecodedChunk same(DecodedChunk decoded) {
    return decoded.shared(rows, late);
  }

  /** Takes back a chunk that nobody looks at any more. */
  public void giveBack(DecodedChunk done) {
    if (!done.isShared()) {
      free.offer(done);
    }
  }
}
