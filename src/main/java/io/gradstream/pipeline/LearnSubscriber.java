package io.gradstream.pipeline;

import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.version.Snapshot;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * One subscription of {@link LearnOperator}; all but {@link #request}, {@link #cancel}, {@link
 * #stop} and the timer's tick on its thread.
 */
final class LearnSubscriber implements CoreSubscriber<Batch>, Subscription {
  private final CoreSubscriber<? super Publication> downstream;
  private final LearnOperator.Parts parts;
  private final Learner learner;
  private final Scheduler.Worker worker;
  private final Scheduler.Worker timer = Schedulers.parallel().createWorker();
  private final Stretch stretch;
  private final BatchLearner batches;
  private final boolean full;
  private final AtomicLong demand = new AtomicLong();

  private @Nullable Subscription upstream;
  private long publishedAtNs;
  // Raised from other threads and looked at after every batch: a task of our thread waits until all
  // that has been read is learned.
  private volatile boolean stopAsked;
  private volatile boolean intervalPassed;

  // Only the first pass over a bounded input is news: it alone counts offsets and rejected records.
  private boolean again;
  private boolean inPass;
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
    this.again = full && !parts.from().byTopic().isEmpty();
    this.batches = new BatchLearner(learner, parts.caution(), again);
    stretch.positions().startFrom(parts.from());
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    publishedAtNs = nowNs();
    long everyNs = parts.publish().everyInterval().toNanos();
    timer.schedulePeriodically(this::tick, everyNs, Math.max(1, everyNs / 4), TimeUnit.NANOSECONDS);
    downstream.onSubscribe(this);
    subscription.request(1);
  }

  @Override
  public void onNext(Batch batch) {
    try {
      learn(batch);
    } catch (RuntimeException failure) {
      fail(failure);
      return;
    }
    lookAtClock();
    publishIfDue();
    stopIfAsked();
    // A pass cannot be published before its end, however many records it rejects.
    stalled = stretch.isCrowded() && !inPass;
    if (!stalled) {
      requestOne();
    }
  }

  private void learn(Batch batch) {
    boolean learned = batch.samples().rows() > 0 && learnSamples(batch);
    reject(batch.leftOut());
    if (batch.endsPass()) {
      endPass();
    } else if (!again) {
      stretch.positions().copyFrom(batch.positions());
      reject(batch.rejected());
      passOver(batch.passedOver());
    }
    inPass = full && !batch.endsPass();
    if (learned && !full) {
      stretch.stepped();
    }
  }

  private boolean learnSamples(Batch batch) {
    parts.listener().learning(batch.timestampMs());
    StepResult result = batches.learn(batch);
    if (result != null) {
      parts.listener().learned(result);
    }
    return result != null;
  }

  private void endPass() {
    batches.endPass();
    stretch.stepped();
    again = true;
  }

  private void reject(List<DeadLetter> rejected) {
    if (!rejected.isEmpty()) {
      rejected.forEach(parts.listener()::rejected);
      stretch.rejected(rejected);
      learner.counters().countRejected(rejected.size());
    }
  }

  private void passOver(int samples) {
    if (samples > 0) {
      parts.listener().passedOver(samples);
      stretch.passedOver();
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
    stopAsked = true;
    onOurThread(this::stopIfAsked);
  }

  private void stopIfAsked() {
    Subscription subscription = upstream;
    if (stopAsked && subscription != null && !completed) {
      subscription.cancel();
      onComplete();
    }
  }

  private void tick() {
    intervalPassed = true;
    onOurThread(
        () -> {
          lookAtClock();
          publishIfDue();
        });
  }

  private void lookAtClock() {
    if (intervalPassed) {
      intervalPassed = false;
      if (nowNs() - publishedAtNs >= parts.publish().everyInterval().toNanos()) {
        stretch.intervalPassed();
      }
    }
  }

  private void onOurThread(Runnable task) {
    try {
      worker.schedule(task);
    } catch (RejectedExecutionException ended) {
      // There is nothing left to do it to.
    }
  }

  private void publishIfDue() {
    if (isDue() && !terminated && demand.get() > 0) {
      demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
      publish();
    }
    if (completed && !isDue() && !terminated) {
      terminate();
      downstream.onComplete();
    }
  }

  /**
   * Inside a pass there is nothing new to publish, and inside the first one nothing that a learner
   * could go on from: what it has seen so far is in no parameter yet.
   */
  private boolean isDue() {
    return completed ? stretch.hasChanged() && !(inPass && !again) : stretch.isDue() && !inPass;
  }

  private void publish() {
    publishedAtNs = nowNs();
    parts.unpublished().taken(stretch.positions());
    Snapshot snapshot = learner.snapshot(stretch.positions().snapshot(), parts.clock().instant());
    downstream.onNext(
        new Publication(
            snapshot.version(), snapshot.checkpoint(), stretch.end(), snapshot.blocks()));
  }

  @Override
  public void request(long publications) {
    demand.updateAndGet(before -> Operators.addCap(before, publications));
    onOurThread(this::demanded);
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
    timer.dispose();
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
