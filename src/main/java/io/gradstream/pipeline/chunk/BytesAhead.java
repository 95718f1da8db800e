package io.gradstream.pipeline.chunk;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A stream of chunks of which only so many bytes are on their way at a time: whoever is done with a
 * chunk says so, and only then another takes its place. Demand alone would not do, as it counts
 * chunks, and one of them may be a hundred times as large as another. For one subscription.
 */
public final class BytesAhead extends FluxOperator<RecordChunk, RecordChunk> {
  /** With so many bytes on their way no further chunk is asked for. */
  static final long MOST_BYTES = 8 << 20;

  private volatile @Nullable Gate gate;

  /** The chunks of a source, a few megabytes at a time. */
  public BytesAhead(Flux<RecordChunk> source) {
    super(source);
  }

  @Override
  public void subscribe(CoreSubscriber<? super RecordChunk> downstream) {
    Gate subscribed = new Gate(downstream);
    gate = subscribed;
    source.subscribe(subscribed);
  }

  /** Says that nobody looks at a chunk of so many bytes any more. For any thread. */
  public void done(long bytes) {
    Gate subscribed = gate;
    if (subscribed != null) {
      subscribed.done(bytes);
    }
  }

  /** Asks for one chunk after the other; demand and room may come from any thread. */
  private static final class Gate implements CoreSubscriber<RecordChunk>, Subscription {
    private final CoreSubscriber<? super RecordChunk> downstream;
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean asked;
    private @Nullable Subscription upstream;

    Gate(CoreSubscriber<? super RecordChunk> downstream) {
      this.downstream = downstream;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      upstream = subscription;
      downstream.onSubscribe(this);
    }

    @Override
    public void onNext(RecordChunk chunk) {
      bytes.addAndGet(chunk.bytes());
      downstream.onNext(chunk);
      asked = false;
      ask();
    }

    @Override
    public void onError(Throwable error) {
      downstream.onError(error);
    }

    @Override
    public void onComplete() {
      downstream.onComplete();
    }

    @Override
    public void request(long chunks) {
      demand.updateAndGet(before -> Operators.addCap(before, chunks));
      ask();
    }

    void done(long doneBytes) {
      bytes.addAndGet(-doneBytes);
      ask();
    }

    /** A source may answer within the request: it is this loop then that asks on. */
    private void ask() {
      if (signals.getAndIncrement() != 0) {
        return;
      }
      int seen = 1;
      do {
        askIfRoom();
        seen = signals.addAndGet(-seen);
      } while (seen != 0);
    }

    private void askIfRoom() {
      Subscription subscription = upstream;
      if (subscription != null && !asked && demand.get() > 0 && bytes.get() < MOST_BYTES) {
        asked = true;
        demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
        subscription.request(1);
      }
    }

    @Override
    public void cancel() {
      Subscription subscription = upstream;
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public Context currentContext() {
      return downstream.currentContext();
    }
  }
}
