package io.gradstream.pipeline.batch;

import io.gradstream.pipeline.chunk.DecodedChunk;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.scheduler.Scheduler;

/**
 * Count-or-time batching: decoded chunks in, batches of samples out.
 *
 * <p>A batch goes when it is full, when its first sample has waited {@code maxWait}, or when the
 * input ends; it is never empty. Batches are cut inside chunks, so the cost of the stream's
 * machinery is per chunk. Demand is honoured to the letter: no demand, no batch, and no further
 * chunk is asked for than the one being cut; a batch whose time has come without demand goes with
 * the next demand. The batch is one reused object, borrowed for the length of {@code onNext}.
 */
public final class BatchOperator extends FluxOperator<DecodedChunk, Batch> {
  private final Supplier<Batch> batches;
  private final Consumer<DecodedChunk> done;
  private final Optional<Duration> maxWait;
  private final Scheduler scheduler;
  private final Offsets from;
  private final Gate gate;

  /**
   * Batches of a source.
   *
   * @param batches makes the buffer that the batches share
   * @param done takes back a chunk whose records are all in batches
   * @param scheduler whose clock and timer bound the wait
   * @param from where the source starts, and so where partitions stand that nothing has come of
   * @param gate while it is closed no batch goes
   */
  public BatchOperator(
      Flux<DecodedChunk> source,
      Supplier<Batch> batches,
      Consumer<DecodedChunk> done,
      Optional<Duration> maxWait,
      Scheduler scheduler,
      Offsets from,
      Gate gate) {
    super(source);
    this.from = from;
    this.gate = gate;
    this.batches = batches;
    this.done = done;
    this.maxWait = maxWait;
    this.scheduler = scheduler;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Batch> downstream) {
    Batch batch = batches.get();
    batch.positions().startFrom(from);
    source.subscribe(
        new BatchSubscriber(downstream, batch, done, new WaitTimer(scheduler, maxWait), gate));
  }
}
