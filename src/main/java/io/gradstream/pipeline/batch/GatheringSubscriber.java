package io.gradstream.pipeline.batch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A subscription that gathers chunks of records into the one batch that it sends, again and again.
 * Every signal, from whichever thread, enters the drain loop; the loop runs on one thread at a time
 * and alone touches the batch.
 *
 * @param <C> the chunks
 */
abstract class GatheringSubscriber<C> implements CoreSubscriber<C>, Subscription {
  private final CoreSubscriber<? super Batch> downstream;
  private final Batch batch;
  private final Gate gate;
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicLong demand = new AtomicLong();

  private @Nullable Subscription upstream;
  private volatile @Nullable C arrived;
  private volatile boolean completed;
  private volatile boolean cancelled;
  private volatile @Nullable Throwable failure;
  private boolean requested;

  GatheringSubscriber(CoreSubscriber<? super Batch> downstream, Batch batch, Gate gate) {
    this.downstream = downstream;
    this.batch = batch;
    this.gate = gate;
  }

  /** Goes as far as records and demand allow. */
  abstract void advance();

  @Override
  public final void onSubscribe(Subscription subscription) {
    upstream = subscription;
    gate.onOpened(this::drain);
    downstream.onSubscribe(this);
  }

  @Override
  public final void onNext(C chunk) {
    arrived = chunk;
    drain();
  }

  @Override
  public final void onError(Throwable error) {
    failure = error;
    drain();
  }

  @Override
  public final void onComplete() {
    completed = true;
    drain();
  }

  @Override
  public final void request(long batches) {
    demand.updateAndGet(before -> Operators.addCap(before, batches));
    drain();
  }

  @Override
  public void cancel() {
    cancelled = true;
    leaveUpstream();
  }

  private void leaveUpstream() {
    Subscription subscription = upstream;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public final Context currentContext() {
    return downstream.currentContext();
  }

  /** Enters the loop, or has whoever is in it go round once more. */
  final void drain() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      advance();
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Whether anybody still listens. */
  final boolean isOpen() {
    return !cancelled;
  }

  /** Whether no chunk comes behind those that have arrived; to be read before they are. */
  final boolean isCompleted() {
    return completed;
  }

  final boolean hasFailed() {
    return failure != null;
  }

  /** Whether a chunk waits to be {@linkplain #take taken}. */
  final boolean hasArrived() {
    return arrived != null;
  }

  /** The chunk that has arrived, if one has; the next may be asked for then. */
  final @Nullable C take() {
    C chunk = arrived;
    if (chunk != null) {
      arrived = null;
      requested = false;
    }
    return chunk;
  }

  /** Whether batches are asked for, be the gate open or not. */
  final boolean isAskedFor() {
    return demand.get() > 0;
  }

  /** Whether a batch may be sent now. */
  final boolean isWanted() {
    return isAskedFor() && !gate.isClosed();
  }

  /** Sends the batch, and clears it for the next. */
  final void send() {
    demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
    downstream.onNext(batch);
    batch.clear();
  }

  /** Asks for the next chunk, unless it is asked for. */
  final void ask() {
    Subscription subscription = upstream;
    if (!requested && subscription != null) {
      requested = true;
      subscription.request(1);
    }
  }

  /** Ends with this failure in the next turn, and reads no more. */
  final void fail(Throwable undecodable) {
    failure = undecodable;
    leaveUpstream();
  }

  /** Tells downstream that nothing more comes, and why if something has failed. */
  void finish() {
    cancelled = true;
    Throwable error = failure;
    if (error != null) {
      downstream.onError(error);
    } else {
      downstream.onComplete();
    }
  }
}
