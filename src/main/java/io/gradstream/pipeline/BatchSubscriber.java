package io.gradstream.pipeline;

import io.gradstream.pipeline.chunk.DecodedChunk;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription of {@link BatchOperator}. Every signal, from whichever thread, enters the drain
 * loop; the loop runs on one thread at a time and alone touches the batch.
 */
final class BatchSubscriber implements CoreSubscriber<DecodedChunk>, Subscription {
  private final CoreSubscriber<? super Batch> downstream;
  private final Batch batch;
  private final Consumer<DecodedChunk> done;
  private final WaitTimer timer;
  private final Gate gate;
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicLong demand = new AtomicLong();

  private @Nullable Subscription upstream;
  private volatile @Nullable DecodedChunk arrived;
  private volatile boolean completed;
  private volatile boolean cancelled;
  private volatile @Nullable Throwable failure;

  private @Nullable DecodedChunk chunk;
  private boolean requested;

  BatchSubscriber(
      CoreSubscriber<? super Batch> downstream,
      Batch batch,
      Consumer<DecodedChunk> done,
      WaitTimer timer,
      Gate gate) {
    this.downstream = downstream;
    this.batch = batch;
    this.done = done;
    this.timer = timer;
    this.gate = gate;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    gate.onOpened(this::drain);
    downstream.onSubscribe(this);
  }

  @Override
  public void onNext(DecodedChunk next) {
    arrived = next;
    drain();
  }

  @Override
  public void onError(Throwable error) {
    failure = error;
    drain();
  }

  @Override
  public void onComplete() {
    completed = true;
    drain();
  }

  @Override
  public void request(long batches) {
    demand.updateAndGet(before -> Operators.addCap(before, batches));
    drain();
  }

  @Override
  public void cancel() {
    cancelled = true;
    leaveUpstream();
    timer.stop();
  }

  private void leaveUpstream() {
    Subscription subscription = upstream;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public Context currentContext() {
    return downstream.currentContext();
  }

  private void drain() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      advance();
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Goes as far as records and demand allow. */
  private void advance() {
    while (!cancelled) {
      // Read before the chunk: a chunk always arrives before its completion.
      boolean ended = completed;
      DecodedChunk current = current();
      if (failure != null || (ended && current == null && batch.isEmpty())) {
        finish();
        return;
      }
      if (isReady(current, ended)) {
        if (demand.get() == 0 || gate.isClosed()) {
          return;
        }
        send();
      } else if (current != null) {
        addNext(current);
      } else if (arrived == null) {
        awaitMore();
        return;
      }
    }
  }

  /** The chunk being cut, null when its last record is taken and no other has come. */
  private @Nullable DecodedChunk current() {
    leaveIfDone();
    DecodedChunk next = arrived;
    if (chunk == null && next != null) {
      arrived = null;
      requested = false;
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
      failure = undecodable;
      leaveUpstream();
      return;
    }
    if (rowsBefore == 0 && batch.samples().rows() == 1) {
      timer.sampleTaken();
    }
  }

  private void send() {
    demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
    timer.batchSent();
    downstream.onNext(batch);
    batch.clear();
  }

  private void awaitMore() {
    Subscription subscription = upstream;
    if (!requested && subscription != null && demand.get() > 0) {
      requested = true;
      subscription.request(1);
    }
    if (!batch.isEmpty() && arrived == null) {
      timer.awaitWith(this::drain);
    }
  }

  private void finish() {
    cancelled = true;
    timer.stop();
    Throwable error = failure;
    if (error != null) {
      downstream.onError(error);
    } else {
      downstream.onComplete();
    }
  }
}
