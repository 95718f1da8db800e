package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.kafka.InputAwaited;
import io.gradstream.kafka.KafkaSessions;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.learn.RefusedStepException;
import io.gradstream.pipeline.Caution;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.StreamException;
import io.gradstream.record.RetriableDecodingException;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * The learner over a stream, for as long as it is wanted: restored from the last committed version
 * at the start, and again whenever a session or a schema registry is lost on the way, or a sample
 * is met that cannot be learned.
 */
public final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);
  private static final long TELL_AGAIN_NS = TimeUnit.MINUTES.toNanos(1);

  /**
   * What a run is made of.
   *
   * @param sessions opened one after the other
   * @param newLearner gives one that has learned nothing
   * @param decoders of a learner's schema
   * @param publish how often versions are published
   * @param limits how many records may be no samples
   */
  public record Parts(
      Session.Factory sessions,
      Supplier<Learner> newLearner,
      Function<SampleSettings, SampleDecoder> decoders,
      PublishSettings publish,
      SampleLimits limits) {}

  /** What becomes of a model that was learned before. */
  public enum Start {
    /** It goes on, under the configuration that it was learned with. */
    GOING_ON,
    /** It goes on, under this configuration too. */
    EVOLVING,
    /** Its newest version goes on alone: what only its learner had is lost. */
    FROM_VERSION,
    /** It is left behind. */
    OVER
  }

  private final Parts parts;
  private final TrainingListener listener;
  private final Progress progress;
  private final Sinks.Empty<Void> stoppedWaiting = Sinks.empty();

  private Start start = Start.GOING_ON;
  private Caution caution = Caution.NONE;
  private boolean waits;
  private boolean wasOpen;
  private boolean isOpen; // guarded by this
  private @Nullable Offsets beginning;
  private String told = "";
  private long toldNs;
  private boolean stopped;
  private @Nullable LearningPipeline pipeline;
  private @Nullable Learner learner;

  /** A training run that goes on from the newest version, if there is one. */
  public Training(Parts parts, TrainingListener listener) {
    this.parts = parts;
    this.progress = new Progress(listener);
    this.listener = progress;
  }

  /**
   * A run over the topic of a configuration.
   *
   * @param untilEnd whether it ends behind the last sample that was there at its start
   */
  public static Training ofTopic(Settings settings, boolean untilEnd, TrainingListener listener) {
    InputFormat format = InputFormat.ofTopic(settings);
    Parts parts =
        new Parts(
            sessions(settings, untilEnd),
            new LearnerFactory(settings),
            format::labelled,
            settings.publish(),
            settings.input().sampleLimits());
    return new Training(parts, listener);
  }

  /**
   * The same, waiting at its start for a broker, its input topic and access to them.
   *
   * @param untilEnd whether it ends behind the last sample that is there when it finds the topic
   */
  public static Training ofAwaitedTopic(
      Settings settings, boolean untilEnd, TrainingListener listener) {
    Training direct = ofTopic(settings, untilEnd, listener);
    Parts parts = direct.parts;
    Session.Factory sessions =
        new InputAwaited(settings.kafka(), settings.topics().input(), parts.sessions());
    Training training =
        new Training(
            new Parts(
                sessions, parts.newLearner(), parts.decoders(), parts.publish(), parts.limits()),
            listener);
    training.waits = true;
    return training;
  }

  /**
   * A session ends by itself if so wanted; where passes are made over all there is it always does.
   */
  private static Session.Factory sessions(Settings settings, boolean untilEnd) {
    return new KafkaSessions(
        settings.kafka(),
        settings.input(),
        settings.topics(),
        settings.modelName(),
        settings.publish().format(),
        untilEnd || settings.batch().mode() == Mode.FULL);
  }

  /** The same with another start. */
  public Training with(Start how) {
    start = how;
    return this;
  }

  /** The same, trusting its samples so far. */
  public Training with(Caution trust) {
    caution = trust;
    return this;
  }

  public Progress progress() {
    return progress;
  }

  /** The learner of the newest session, once there is one. */
  public synchronized Optional<Learner> learner() {
    return Optional.ofNullable(learner);
  }

  /** Runs to the end, or until {@link #stop}, and sums up. */
  public Map<String, Object> run() {
    learning().block();
    return learner().map(progress::summary).orElse(Map.of());
  }

  /** Learns to the end, or until {@link #stop}. */
  public Mono<Void> learning() {
    return Flux.defer(this::session)
        .retryWhen(Retry.indefinitely().filter(this::isOfSamples).doBeforeRetry(this::beCareful))
        .retryWhen(
            // With each version that is published it is as if nothing had been lost before.
            Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                .maxBackoff(LAST_RETRY)
                .transientErrors(true)
                // A session is opened where one may block.
                .scheduler(Schedulers.boundedElastic())
                .filter(this::isTransient)
                .doBeforeRetry(retry -> tell(retry.failure())))
        .takeUntilOther(stoppedWaiting.asMono())
        .then();
  }

  /**
   * Ends in good order: the step in hand is finished, published and committed; where no session is
   * open there is none.
   */
  public synchronized void stop() {
    stopped = true;
    if (isOpen && pipeline != null) {
      pipeline.stop();
    } else {
      stoppedWaiting.tryEmitEmpty();
    }
  }

  private Flux<ModelVersion> session() {
    return Flux.using(parts.sessions()::open, this::learn, Session::close);
  }

  private Flux<ModelVersion> learn(Session session) {
    wasOpen = true;
    Learner fresh = parts.newLearner().get();
    session.blocksOf(fresh).ifPresent(fresh::publishInBlocks);
    Optional<ModelVersion> newest = restore(session, fresh);
    Offsets from = start(session.source(), newest);
    LearningPipeline learning = pipelineOf(fresh);
    told = "";
    listener.restored(session.source(), learning, fresh, newest);
    return learning.run(session.source(), session.sink(), from);
  }

  /** A session that finds no version begins where the first of this run has begun. */
  private Offsets start(SampleSource source, Optional<ModelVersion> newest) {
    if (newest.isPresent()) {
      return source.start(newest);
    }
    Offsets from = beginning == null ? source.start(newest) : source.startAgain(beginning);
    beginning = from;
    return from;
  }

  /**
   * Goes on from the newest version, which is given without its parameters, or counts on from it.
   */
  private Optional<ModelVersion> restore(Session session, Learner fresh) {
    if (start == Start.OVER && progress.versions() == 0) {
      fresh.counters().continueVersions(session.startOver());
      return Optional.empty();
    }
    if (start == Start.FROM_VERSION && progress.versions() == 0) {
      return Optional.of(startFrom(fresh, session.restoreVersion()));
    }
    return session.restore().map(restored -> takeOver(fresh, restored));
  }

  private static ModelVersion startFrom(Learner fresh, Session.Found<ModelVersion> found) {
    ModelVersion newest = found.newest();
    try {
      fresh.startFrom(newest);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--from-version: version %d is of another model than is configured: %s"
              .formatted(newest.version(), e.getMessage()));
    }
    fresh.counters().continueVersions(found.version());
    LOG.info("starting from version {} with a fresh optimizer", newest.version());
    return newest.with(Map.of());
  }

  private ModelVersion takeOver(Learner fresh, Session.Found<Snapshot> restored) {
    Snapshot newest = restored.newest();
    if (start == Start.EVOLVING) {
      fresh.evolve(newest).effects().forEach(effect -> LOG.info("configuration: {}", effect));
    } else {
      fresh.restore(newest);
    }
    fresh.counters().continueVersions(restored.version());
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
            fresh,
            () -> parts.decoders().apply(fresh.sample()),
            parts.publish(),
            progress,
            caution,
            parts.limits());
    isOpen = true;
    if (stopped) {
      pipeline.stop();
    }
    return pipeline;
  }

  private synchronized boolean isTransient(Throwable failure) {
    return !stopped
        && (failure instanceof RetriableDecodingException
            || (failure instanceof StreamException stream && stream.isTransient(wasOpen || waits)));
  }

  private synchronized boolean isOfSamples(Throwable failure) {
    return !stopped && failure instanceof RefusedStepException;
  }

  /** What came behind the last committed version is learned again. */
  private void beCareful(Retry.RetrySignal retry) {
    listener.lost();
    RefusedStepException failure = (RefusedStepException) retry.failure();
    caution = caution.after(failure.step());
    LOG.warn(
        "{}; learning again what has no version yet, without the samples that cause it",
        failure.getMessage());
  }

  /** Says it when it happens, and then once a minute for as long as it lasts. */
  private void tell(Throwable failure) {
    lost();
    listener.lost();
    String message = String.valueOf(failure.getMessage());
    long nowNs = System.nanoTime();
    if (!message.equals(told) || nowNs - toldNs >= TELL_AGAIN_NS) {
      LOG.warn("{}; {}", message, wasOpen ? "going on from the last committed version" : "waiting");
      toldNs = nowNs;
    }
    told = message;
  }

  private synchronized void lost() {
    isOpen = false;
  }
}
