package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.KafkaFailure;
import io.gradstream.learn.Learner;
import io.gradstream.learn.NonFiniteException;
import io.gradstream.pipeline.Caution;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.record.avro.RegistryAway;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * The learner over a Kafka topic, for as long as it is wanted: restored from the last committed
 * version at the start, and again whenever a transaction, the broker or a schema registry is lost
 * on the way.
 */
final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  /** Behind so many samples without one that had to be left out, a run trusts them again. */
  private static final long TRUSTED_AGAIN = 10_000;

  private final Settings settings;
  private final boolean untilEnd;
  private final boolean reset;
  private final TrainingListener listener;
  private final Progress progress;
  private final InputFormat format;

  private boolean wasConnected;
  private @Nullable Offsets beginning;
  private boolean stopped;
  private Caution caution = Caution.NONE;
  private @Nullable LearningPipeline pipeline;
  private @Nullable Learner learner;

  /**
   * A training run.
   *
   * @param untilEnd whether it ends behind the last sample that was there at its start
   * @param reset whether it starts anew, leaving what was learned under this name behind
   */
  Training(Settings settings, boolean untilEnd, boolean reset, TrainingListener listener) {
    this.settings = settings;
    this.untilEnd = untilEnd;
    this.reset = reset;
    this.listener = listener;
    this.progress = new Progress(listener);
    this.format = InputFormat.ofTopic(settings);
  }

  Progress progress() {
    return progress;
  }

  /** Runs to the end, or until {@link #stop}, and sums up. */
  Map<String, Object> run() {
    Mono.defer(this::session)
        .retryWhen(Retry.indefinitely().filter(this::isOfSamples).doBeforeRetry(this::beCareful))
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                .maxBackoff(LAST_RETRY)
                .transientErrors(true)
                // A session is opened where one may block.
                .scheduler(Schedulers.boundedElastic())
                .filter(this::isPassing)
                .doBeforeRetry(retry -> tell(retry.failure())))
        .block();
    Learner last = learner;
    return last == null ? Map.of() : Summary.of(last, progress);
  }

  /** Ends in good order: the step in hand is finished, published and committed. */
  synchronized void stop() {
    stopped = true;
    if (pipeline != null) {
      pipeline.stop();
    }
  }

  private Mono<Void> session() {
    return Mono.using(
        () -> KafkaSession.open(settings, untilEnd), this::learn, KafkaSession::close);
  }

  private Mono<Void> learn(KafkaSession session) {
    wasConnected = true;
    Learner fresh = Learners.create(settings);
    int elementBytes = Formats.elementBytes(settings.publish().format());
    session.sink().limits().fit(fresh, session.encoders(), elementBytes);
    Optional<ModelVersion> newest = restore(session, fresh);
    Offsets from = start(session.source(), newest);
    LearningPipeline learning = pipelineOf(fresh);
    listener.restored(session.source(), learning, fresh, newest);
    return learning.run(session.source(), session.sink(), from);
  }

  /** A session that finds no version begins where the first of this run has begun. */
  private Offsets start(SampleSource source, Optional<ModelVersion> newest) {
    if (newest.isPresent()) {
      return source.start(newest);
    }
    Offsets from = beginning == null ? source.start(newest) : beginning;
    beginning = from;
    return from;
  }

  /**
   * Goes on from the newest version, which is given without its parameters, or counts on from it.
   */
  private Optional<ModelVersion> restore(KafkaSession session, Learner fresh) {
    boolean startsAnew = reset && progress.versions() == 0;
    if (startsAnew) {
      fresh.counters().continueVersions(session.startOver(settings));
      return Optional.empty();
    }
    return session.restore(settings).map(newest -> takeOver(fresh, newest));
  }

  private static ModelVersion takeOver(Learner fresh, Snapshot newest) {
    fresh.restore(newest);
    LOG.info(
        "going on from version {}, {} samples",
        newest.version().version(),
        newest.version().samples());
    return newest.version().with(Map.of());
  }

  private synchronized LearningPipeline pipelineOf(Learner fresh) {
    learner = fresh;
    pipeline =
        new LearningPipeline(
            fresh, () -> format.labelled(fresh.sample()), settings.publish(), progress, caution);
    if (stopped) {
      pipeline.stop();
    }
    return pipeline;
  }

  private synchronized boolean isPassing(Throwable failure) {
    return !stopped && (failure instanceof RegistryAway || isPassingOfKafka(failure));
  }

  private boolean isPassingOfKafka(Throwable failure) {
    return failure instanceof KafkaFailure kafka
        && (kafka.kind() == KafkaFailure.Kind.ABORTED
            || (wasConnected && kafka.kind() == KafkaFailure.Kind.UNREACHABLE));
  }

  private synchronized boolean isOfSamples(Throwable failure) {
    return !stopped && failure instanceof NonFiniteException;
  }

  /** The last committed version is taken up again, and what came behind it is learned anew. */
  private void beCareful(Retry.RetrySignal retry) {
    listener.lost();
    caution = new Caution(0, TRUSTED_AGAIN);
    LOG.warn(
        "{}; going on from the last committed version, leaving out the samples that cause it",
        retry.failure().getMessage());
  }

  private void tell(Throwable failure) {
    listener.lost();
    LOG.warn("{}; going on from the last committed version", failure.getMessage());
  }
}
