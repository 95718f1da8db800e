package io.gradstream.pipeline;

import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.batch.Batch;
import io.gradstream.pipeline.control.CommandedLearner;
import io.gradstream.pipeline.control.ReceivedCommand;
import io.gradstream.version.control.Command.Rollback;
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
  /** How a run stands. */
  private enum Phase {
    /** Batches are learned as they come. */
    LEARNING,
    /** No batch is asked for until a version is on its way. */
    STALLED,
    /** No more batches come; what is learned is still to be published. */
    COMPLETED,
    /** Nothing more is done. */
    TERMINATED
  }

  private final CoreSubscriber<? super Publication> downstream;
  private final LearnOperator.Parts parts;
  private final Learner learner;
  private final Scheduler.Worker worker;
  private final Scheduler.Worker timer = Schedulers.parallel().createWorker();
  private final PendingPublication pending;
  private final BatchIntake intake;
  private final Passes passes;
  private final CommandedLearner commanded;
  private final NextPublication publications;
  private final KeysInMemory keys;
  private final AtomicLong demand = new AtomicLong();

  private @Nullable Subscription upstream;
  private long publishedAtNs;
  // Raised from other threads and looked at after every batch: a task of our thread waits until all
  // that has been read is learned.
  private volatile boolean stopAsked;
  private volatile boolean intervalPassed;
  private volatile boolean versionWanted;
  private volatile @Nullable Publication takenBack;

  private Phase phase = Phase.LEARNING;
  private volatile boolean rewound;

  LearnSubscriber(CoreSubscriber<? super Publication> downstream, LearnOperator.Parts parts) {
    this.downstream = downstream;
    this.parts = parts;
    this.learner = parts.learner();
    this.worker = parts.scheduler().createWorker();
    this.pending = new PendingPublication(parts.publish());
    boolean full = learner.batching().mode() == Mode.FULL;
    this.passes = new Passes(full, !parts.from().byTopic().isEmpty());
    this.intake = new BatchIntake(parts, pending, passes);
    this.commanded = new CommandedLearner(learner);
    this.publications = new NextPublication(parts);
    this.keys = new KeysInMemory(learner);
    pending.positions().startFrom(parts.from());
    regulate();
    if (learner.hasEvolved()) {
      pending.changed();
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    publishedAtNs = nowNs();
    long everyNs = parts.publish().everyInterval().toNanos();
    timer.schedulePeriodically(this::tick, everyNs, Math.max(1, everyNs / 4), TimeUnit.NANOSECONDS);
    downstream.onSubscribe(this);
    subscription.request(1);
    parts.commands().onArrival(() -> onOurThread(this::obeyNow));
    onOurThread(this::obeyNow);
    if (stopAsked) {
      // Before there was anything to stop, and there may never be a batch to remind of it.
      onOurThread(this::stopIfAsked);
    }
  }

  @Override
  public void onNext(Batch batch) {
    try {
      if (intake.learn(batch)) {
        wantVersionHere();
      }
      obey();
      lookAtClock();
      if (keys.mustWait()) {
        pending.wanted();
      }
      publishIfDue();
      stopIfAsked();
    } catch (RuntimeException failure) {
      fail(failure);
      return;
    }
    // A pass cannot be published before its end, however many records it rejects.
    boolean waits = (pending.isFull() && !passes.isWithin()) || keys.mustWait();
    if (waits && phase == Phase.LEARNING) {
      phase = Phase.STALLED;
    }
    requestOne();
  }

  private void wantVersionHere() {
    pending.wantedHere();
    regulate();
  }

  private void obeyNow() {
    obey();
    publishIfDue();
  }

  /** One at a time: what a command does is public before the next is looked at. */
  private void obey() {
    while (isOpen() && !pending.isHere() && !passes.isWithin()) {
      ReceivedCommand next = parts.commands().poll(pending.positions().newest());
      if (next == null) {
        return;
      }
      if (commanded.obey(next, pending.positions().snapshot())) {
        pending.wantedHere();
        rewindIfTold(next);
      }
      regulate();
    }
  }

  private void regulate() {
    parts.gate().cutAt(parts.commands().nextAt());
    parts.gate().close(learner.control().paused() || pending.isHere());
  }

  /** What is learned now is what an earlier version had; the samples behind it come again. */
  private void rewindIfTold(ReceivedCommand received) {
    boolean rewinds =
        received.command().map(each -> each instanceof Rollback back && back.then()).orElse(false);
    Subscription subscription = upstream;
    if (rewinds && received.target().isPresent() && subscription != null) {
      pending.positions().startAgainFrom(received.target().get().version().offsets());
      rewound = true;
      subscription.cancel();
      phase = Phase.COMPLETED;
    }
  }

  /** Whether it ended to learn again what came behind an earlier version. */
  boolean isRewound() {
    return rewound;
  }

  @Override
  public void onError(Throwable error) {
    fail(error);
  }

  private void fail(Throwable error) {
    if (phase != Phase.TERMINATED) {
      terminate();
      downstream.onError(error);
    }
  }

  @Override
  public void onComplete() {
    if (phase != Phase.TERMINATED) {
      phase = Phase.COMPLETED;
      orFail(this::publishIfDue);
    }
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
    if (stopAsked && subscription != null && isOpen()) {
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
        pending.intervalPassed();
      }
    }
  }

  private void onOurThread(Runnable task) {
    try {
      worker.schedule(() -> orFail(task));
    } catch (RejectedExecutionException ended) {
      // There is nothing left to do it to.
    }
  }

  /** A version that cannot be taken ends the run, whoever asked for it. */
  private void orFail(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failure) {
      fail(failure);
    }
  }

  /** Has a version be given soon, from any thread. */
  void wantVersion() {
    versionWanted = true;
    onOurThread(this::publishIfDue);
  }

  /** Takes back the last publication, from any thread. */
  void takeBack(Publication publication) {
    takenBack = publication;
    onOurThread(this::publishIfDue);
  }

  private void lookAtWishes() {
    if (versionWanted) {
      versionWanted = false;
      pending.wanted();
    }
    Publication nobodyHas = takenBack;
    if (nobodyHas != null) {
      takenBack = null;
      learner.takeBack(nobodyHas.version());
      parts.join().ifPresent(join -> nobodyHas.waiting().ifPresent(join::takeBack));
      keys.takeBack();
      nobodyHas.retention().ifPresent(learner.history()::takeBack);
      pending.takeBack(nobodyHas.deadLetters());
    }
  }

  private void publishIfDue() {
    // Before the wishes: what was taken back is told before more is asked for.
    boolean wanted = demand.get() > 0;
    lookAtWishes();
    if (wanted) {
      keys.published();
    }
    if (phase != Phase.TERMINATED && isDue() && wanted) {
      demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
      publish();
      regulate();
      obey();
    }
    // Without demand the last publication is on its way, and may be taken back.
    if (phase == Phase.COMPLETED && demand.get() > 0) {
      completeIfDone();
    }
  }

  private void completeIfDone() {
    lookAtWishes();
    if (!isDue()) {
      terminate();
      downstream.onComplete();
    }
  }

  /**
   * Inside a pass there is nothing new to publish, and inside the first one nothing that a learner
   * could go on from: what it has seen so far is in no parameter yet.
   */
  private boolean isDue() {
    return phase == Phase.COMPLETED
        ? pending.hasChanged() && !passes.isWithinFirst()
        : pending.isDue() && !passes.isWithin();
  }

  private void publish() {
    publishedAtNs = nowNs();
    parts.unpublished().snapshotTaken(pending.positions());
    downstream.onNext(
        publications.next(
            pending.positions().snapshot(), intake.newestSampleMs(), pending.drain()));
  }

  @Override
  public void request(long publications) {
    demand.updateAndGet(before -> Operators.addCap(before, publications));
    onOurThread(this::demanded);
  }

  private void demanded() {
    publishIfDue();
    if (phase == Phase.STALLED && !pending.isFull() && !keys.mustWait()) {
      phase = Phase.LEARNING;
      requestOne();
    }
  }

  private void requestOne() {
    Subscription subscription = upstream;
    if (subscription != null && phase == Phase.LEARNING) {
      subscription.request(1);
    }
  }

  private boolean isOpen() {
    return phase == Phase.LEARNING || phase == Phase.STALLED;
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
    phase = Phase.TERMINATED;
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
