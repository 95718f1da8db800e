package io.gradstream.pipeline;

import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.learn.Snapshot;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * One subscription of {@link LearnOperator}; all but {@link #request} and {@link #cancel} on its
 * thread.
 */
final class LearnSubscriber implements CoreSubscriber<Batch>, Subscription {
  private final CoreSubscriber<? super Publication> downstream;
  private final LearnOperator.Parts parts;
  private final Learner learner;
  private final Scheduler.Worker worker;
  private final Stretch stretch;
  private final boolean full;
  private final AtomicLong demand = new AtomicLong();

  private @Nullable Subscription upstream;
  private long publishedAtNs;
  private volatile boolean stopping;
  private boolean stalled;
  private boolean completed;
  private boolean terminated;

  LearnSubscriber(CoreSubscriber<? super Publication> downstream, LearnOperator.Parts parts) {
    this.downstream = downstream;
    this.parts = parts;
    this.learner = parts.learner();
    this.worker = parts.scheduler().createWorker();
    this.stretch = new Stretch(parts.publish());
    this.full = learner.batching().mode() == Mode.FULL;
    stretch.positions().startFrom(parts.from());
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    publishedAtNs = nowNs();
    long everyNs = parts.publish().everyInterval().toNanos();
    worker.schedulePeriodically(
        this::tick, everyNs, Math.max(1, everyNs / 4), TimeUnit.NANOSECONDS);
    downstream.onSubscribe(this);
    subscription.request(1);
  }

  @Override
  public void onNext(Batch batch) {
    if (stopping) {
      leave();
      return;
    }
    try {
      learn(batch);
    } catch (RuntimeException failure) {
      fail(failure);
      return;
    }
    publishIfDue();
    stalled = stretch.isCrowded();
    if (!stalled) {
      requestOne();
    }
  }

  private void learn(Batch batch) {
    boolean again = full && learner.counters().steps() > 0;
    if (batch.samples().rows() > 0) {
      parts.listener().learned(learner.learn(batch.samples()));
    }
    if (batch.endsPass()) {
      learner.endPass();
    } else if (!again) {
      stretch.positions().copyFrom(batch.positions());
    }
    if (batch.endsPass() || (!full && batch.samples().rows() > 0)) {
      stretch.stepped();
    }
    if (!batch.rejected().isEmpty() && !again) {
      batch.rejected().forEach(parts.listener()::rejected);
      stretch.rejected(batch.rejected());
      learner.counters().countRejected(batch.rejected().size());
    }
  }

  @Override
  public void onError(Throwable error) {
    fail(error);
  }

  private void fail(Throwable error) {
    if (!terminated) {
      terminate();
      downstream.onError(error);
    }
  }

  @Override
  public void onComplete() {
    completed = true;
    publishIfDue();
  }

  /**
   * Ends in good order from any thread: what is learned is published, what is not is left unread.
   */
  void stop() {
    // Beside the flag, for a source that always has more keeps the thread from its tasks.
    stopping = true;
    worker.schedule(this::leave);
  }

  private void leave() {
    Subscription subscription = upstream;
    if (subscription != null && !completed) {
      subscription.cancel();
      onComplete();
    }
  }

  private void tick() {
    if (nowNs() - publishedAtNs >= parts.publish().everyInterval().toNanos()) {
      stretch.intervalPassed();
      publishIfDue();
    }
  }

  private void publishIfDue() {
    boolean wanted = completed ? stretch.hasChanged() : stretch.isDue() && !isMidPass();
    if (wanted && !terminated && demand.get() > 0) {
      demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
      publish();
    }
    if (completed && !stretch.hasChanged() && !terminated) {
      terminate();
      downstream.onComplete();
    }
  }

  /** Inside a full pass there is nothing to publish that holds the offsets passed. */
  private boolean isMidPass() {
    return learner.isMidPass();
  }

  private void publish() {
    publishedAtNs = nowNs();
    Snapshot snapshot = learner.snapshot(stretch.positions().snapshot(), parts.clock().instant());
    downstream.onNext(new Publication(snapshot.version(), snapshot.checkpoint(), stretch.end()));
  }

  @Override
  public void request(long publications) {
    demand.updateAndGet(before -> Operators.addCap(before, publications));
    worker.schedule(this::demanded);
  }

  private void demanded() {
    publishIfDue();
    if (stalled && !stretch.isCrowded()) {
      stalled = false;
      requestOne();
    }
  }

  private void requestOne() {
    Subscription subscription = upstream;
    if (subscription != null && !terminated && !completed) {
      subscription.request(1);
    }
  }

  @Override
  public void cancel() {
    Subscription subscription = upstream;
    if (subscription != null) {
      subscription.cancel();
    }
    worker.dispose();
  }

  private void terminate() {
    terminated = true;
    cancel();
  }

  @Override
  public Context currentContext() {
    return downstream.currentContext();
  }

  private long nowNs() {
    return parts.scheduler().now(TimeUnit.NANOSECONDS);
  }
}
