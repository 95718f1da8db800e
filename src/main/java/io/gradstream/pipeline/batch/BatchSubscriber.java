package io.gradstream.pipeline.batch;

import io.gradstream.pipeline.chunk.DecodedChunk;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** One subscription of {@link BatchOperator}. */
final class BatchSubscriber extends GatheringSubscriber<DecodedChunk> {
  private final Batch batch;
  private final Consumer<DecodedChunk> done;
  private final WaitTimer timer;
  private final Gate gate;
  private @Nullable DecodedChunk chunk;

  BatchSubscriber(
      CoreSubscriber<? super Batch> downstream,
      Batch batch,
      Consumer<DecodedChunk> done,
      WaitTimer timer,
      Gate gate) {
    super(downstream, batch, gate);
    this.batch = batch;
    this.done = done;
    this.timer = timer;
    this.gate = gate;
  }

  @Override
  public void cancel() {
    super.cancel();
    timer.stop();
  }

  @Override
  void advance() {
    while (isOpen()) {
      // Read before the chunk: a chunk always arrives before its completion.
      boolean ended = isCompleted();
      DecodedChunk current = current();
      if (hasFailed() || (ended && current == null && batch.isEmpty())) {
        finish();
        return;
      }
      if (isReady(current, ended)) {
        if (!isWanted()) {
          return;
        }
        timer.batchSent();
        send();
      } else if (current != null) {
        addNext(current);
      } else if (!hasArrived()) {
        awaitMore();
        return;
      }
    }
  }

  /** The chunk being cut, null when its last record is taken and no other has come. */
  private @Nullable DecodedChunk current() {
    leaveIfDone();
    DecodedChunk next = chunk == null ? take() : null;
    if (next != null) {
      chunk = next;
      timer.chunkArrived();
      batch.begin(next.records());
      leaveIfDone();
    }
    return chunk;
  }

  private void leaveIfDone() {
    DecodedChunk current = chunk;
    if (current != null && !current.hasNext()) {
      chunk = null;
      done.accept(current);
    }
  }

  private boolean isReady(@Nullable DecodedChunk current, boolean ended) {
    if (batch.isEmpty() || batch.isFull()) {
      return batch.isFull();
    }
    return gate.isCutAt(batch.positions().newest()) || (current == null && isDue(ended));
  }

  private boolean isDue(boolean ended) {
    return ended || batch.samples().rows() == 0 || timer.isDue();
  }

  private void addNext(DecodedChunk current) {
    int rowsBefore = batch.samples().rows();
    try {
      batch.add(current);
    } catch (RuntimeException undecodable) {
      fail(undecodable);
      return;
    }
    if (rowsBefore == 0 && batch.samples().rows() == 1) {
      timer.sampleTaken();
    }
  }

  private void awaitMore() {
    if (isAskedFor()) {
      ask();
    }
    if (!batch.isEmpty() && !hasArrived()) {
      timer.awaitWith(this::drain);
    }
  }

  @Override
  void finish() {
    timer.stop();
    super.finish();
  }
}
