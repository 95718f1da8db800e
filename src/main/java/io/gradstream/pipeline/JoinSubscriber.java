package io.gradstream.pipeline;

import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.join.Join;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription of {@link JoinOperator}. Every signal enters the drain loop, which goes on only
 * where a batch may go: what it takes in goes before anybody looks.
 */
final class JoinSubscriber implements CoreSubscriber<RecordChunk>, Subscription {
  private final CoreSubscriber<? super Batch> downstream;
  private final JoinOperator.Parts parts;
  private final Join join;
  private final Batch batch;
  private final JoinedBatch samples;
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicLong demand = new AtomicLong();

  private @Nullable Subscription upstream;
  private volatile @Nullable RecordChunk arrived;
  private volatile boolean completed;
  private volatile boolean cancelled;
  private volatile @Nullable Throwable failure;

  private @Nullable RecordChunk chunk;
  private int next;
  private boolean requested;

  JoinSubscriber(CoreSubscriber<? super Batch> downstream, JoinOperator.Parts parts) {
    this.downstream = downstream;
    this.parts = parts;
    this.join = parts.joining().join();
    this.batch = parts.batches().get();
    this.samples = new JoinedBatch(parts.learner(), parts.joining(), batch);
    batch.positions().startFrom(parts.from());
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    parts.gate().onOpened(this::drain);
    downstream.onSubscribe(this);
  }

  @Override
  public void onNext(RecordChunk records) {
    arrived = records;
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

  private void advance() {
    while (!cancelled) {
      // In this order: a chunk always arrives before its completion.
      boolean ended = completed && arrived == null && chunk == null;
      if (failure != null || (ended && join.ready() == 0)) {
        finish();
      } else if (!isWanted()) {
        return;
      } else if (samples.isReady() || ended) {
        guarded(this::sendWhole);
      } else if (!takesIn()) {
        awaitMore();
        return;
      }
    }
  }

  private boolean takesIn() {
    RecordChunk current = current();
    if (current != null) {
      guarded(() -> takeIn(current));
    }
    return current != null;
  }

  private void sendWhole() {
    samples.fill();
    send();
  }

  private void guarded(Runnable decoding) {
    try {
      decoding.run();
    } catch (RuntimeException undecodable) {
      failure = undecodable;
      leaveUpstream();
    }
  }

  private boolean isWanted() {
    return demand.get() > 0 && !parts.gate().isClosed();
  }

  private @Nullable RecordChunk current() {
    RecordChunk records = arrived;
    if (chunk == null && records != null) {
      arrived = null;
      requested = false;
      chunk = records;
      next = 0;
      batch.begin(records);
    }
    return chunk;
  }

  /** The next record or, behind the last, the news of that. */
  private void takeIn(RecordChunk current) {
    if (next == current.size()) {
      chunk = null;
      parts.done().accept(current);
      batch.move();
      send();
    } else if (samples.takeIn(current, next)) {
      next++;
    }
  }

  private void send() {
    demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
    downstream.onNext(batch);
    batch.clear();
  }

  private void awaitMore() {
    Subscription subscription = upstream;
    if (!requested && subscription != null) {
      requested = true;
      subscription.request(1);
    }
  }

  private void finish() {
    cancelled = true;
    Throwable error = failure;
    if (error != null) {
      downstream.onError(error);
    } else {
      downstream.onComplete();
    }
  }
}
