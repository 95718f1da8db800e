package io.gradstream.pipeline;

import io.gradstream.learn.Learner;
import io.gradstream.learn.history.HistorySettings;
import io.gradstream.pipeline.batch.Batch;
import io.gradstream.pipeline.batch.Gate;
import io.gradstream.pipeline.control.CommandSource;
import io.gradstream.pipeline.join.Join;
import io.gradstream.version.Offsets;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.scheduler.Scheduler;

/**
 * Batches in, publications out: learns every batch at once and gives a publication when one is due
 * and wanted. Demand from the publisher is what paces it: while a version is being written there is
 * none, and learning goes on.
 *
 * <p>Everything happens on the thread the batches arrive on, which must be the one thread of {@code
 * scheduler}: the timer and late demand are moved there. So a publication is always taken between
 * two steps, and what it holds is what the batches before it made.
 */
final class LearnOperator extends FluxOperator<Batch, Publication> {
  /** What a subscription needs beside its signals. */
  record Parts(
      Learner learner,
      PublishSettings publish,
      Optional<HistorySettings> history,
      LearningListener listener,
      Caution caution,
      Clock clock,
      Scheduler scheduler,
      Offsets from,
      CommandSource commands,
      Gate gate,
      Unpublished unpublished,
      Optional<Join> join) {}

  private final Parts parts;
  private final StopSignal stop;
  private volatile @Nullable LearnSubscriber subscriber;

  LearnOperator(Flux<Batch> source, Parts parts, StopSignal stop) {
    super(source);
    this.parts = parts;
    this.stop = stop;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Publication> downstream) {
    LearnSubscriber learning = new LearnSubscriber(downstream, parts);
    subscriber = learning;
    stop.onStop(learning::stop);
    source.subscribe(learning);
  }

  /** Has a version be given soon, whatever has happened since the last. For any thread. */
  void wantVersion() {
    LearnSubscriber learning = subscriber;
    if (learning != null) {
      learning.wantVersion();
    }
  }

  /** Whether it ended to learn again what came behind an earlier version. */
  boolean isRewound() {
    LearnSubscriber learning = subscriber;
    return learning != null && learning.isRewound();
  }

  /**
   * Takes back the last publication, in whose stead comes another that is whole. For any thread,
   * before the next one is asked for.
   */
  void takeBack(Publication publication) {
    LearnSubscriber learning = subscriber;
    if (learning != null) {
      learning.takeBack(publication);
    }
  }
}
