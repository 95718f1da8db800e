package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.kafka.KafkaSessions;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.input.InputAwaited;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.learn.RefusedStepException;
import io.gradstream.learn.history.HistorySettings;
import io.gradstream.pipeline.Caution;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.StreamException;
import io.gradstream.pipeline.join.Join;
import io.gradstream.record.RetriableDecodingException;
import io.gradstream.record.SampleDecoder;
import io.gradstream.settings.SettingsText;
import io.gradstream.version.ModelVersion;
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
 *
 * <p>Of several of one name one learns and the others stand by. Whoever could not go on is refused
 * before it takes a place; whoever has lost its place stands by.
 */
public final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final long TELL_AGAIN_NS = TimeUnit.MINUTES.toNanos(1);

  /**
   * What a run is made of.
   *
   * @param sessions opened one after the other
   * @param newLearner gives one that has learned nothing
   * @param decoders of a learner's schema
   * @param publish how often versions are published
   * @param limits how many records may be no samples
   * @param history which versions are kept beyond the newest, if any are
   * @param join of features and labels, where those come later
   */
  public record Parts(
      Session.Factory sessions,
      Supplier<Learner> newLearner,
      Function<SampleSettings, SampleDecoder> decoders,
      PublishSettings publish,
      SampleLimits limits,
      Optional<HistorySettings> history,
      Optional<JoinParts> join) {
    /** Those of a run of which no version is kept but the newest. */
    public Parts(
        Session.Factory sessions,
        Supplier<Learner> newLearner,
        Function<SampleSettings, SampleDecoder> decoders,
        PublishSettings publish,
        SampleLimits limits) {
      this(sessions, newLearner, decoders, publish, limits, Optional.empty(), Optional.empty());
    }

    Parts with(Session.Factory others) {
      return new Parts(others, newLearner, decoders, publish, limits, history, join);
    }
  }

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
  private final Preparation preparation;
  private final Sinks.Empty<Void> stoppedWaiting = Sinks.empty();

  private Caution caution = Caution.NONE;
  private boolean waits;
  private boolean wasOpen;
  private boolean isWaiting = true; // guarded by this
  private String told = "";
  private long toldNs;
  private boolean stopped;
  private @Nullable LearningPipeline pipeline;
  private @Nullable Learner learner;

  /** A training run that goes on from the newest version, if there is one. */
  public Training(Parts parts, TrainingListener listener) {
    this.parts = parts;
    this.progress = new Progress(listener);
    this.preparation = new Preparation(parts);
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
            settings.input().sampleLimits(),
            settings.history(),
            settings.input().join().map(join -> new JoinParts(join, format.halves(join.key()))));
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
        new InputAwaited(settings.kafka(), settings.topics().inputs(), parts.sessions());
    Training training = new Training(parts.with(sessions), listener);
    training.waits = true;
    return training;
  }

  /**
   * A session ends by itself if so wanted; where passes are made over all there is it always does.
   */
  private static Session.Factory sessions(Settings settings, boolean untilEnd) {
    KafkaSettings kafka =
        settings
            .publish()
            .compression()
            .map(way -> settings.kafka().with("compression.type", SettingsText.of(way)))
            .orElse(settings.kafka());
    return new KafkaSessions(
        kafka,
        settings.input(),
        settings.topics(),
        settings.modelName(),
        settings.publish().format(),
        settings.perKey().isPresent(),
        untilEnd || settings.batch().mode() == Mode.FULL);
  }

  /** The same with another start. */
  public Training with(Start how) {
    preparation.startingBy(how);
    return this;
  }

  /** The same, trusting its samples so far. */
  public Training with(Caution trust) {
    caution = trust;
    return this;
  }

  /** What the run has done so far; may be read from any thread. */
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
        .onErrorResume(this::isLeftToOthers, this::leave)
        .takeUntilOther(stoppedWaiting.asMono())
        .then();
  }

  /**
   * Ends in good order: the step in hand is finished, published and committed; a learner that waits
   * has none.
   */
  public synchronized void stop() {
    stopped = true;
    if (isWaiting) {
      stoppedWaiting.tryEmitEmpty();
    } else if (pipeline != null) {
      pipeline.stop();
    }
  }

  private Flux<ModelVersion> session() {
    return Flux.using(parts.sessions()::open, this::learn, Session::close);
  }

  private PreparedLearner prepare(Session session) {
    return preparation.of(session, progress.versions() == 0);
  }

  private Flux<ModelVersion> learn(Session session) {
    PreparedLearner prepared = prepare(session);
    Optional<String> incumbent = session.incumbent();
    return incumbent.isEmpty()
        ? begin(session, prepared)
        : standBy(session, incumbent.get()).flatMapMany(turn -> begin(session, prepare(session)));
  }

  /** Waits for its turn. */
  private Mono<Boolean> standBy(Session session, String incumbent) {
    wasOpen = true;
    waiting(true);
    LOG.info("standing by, ready to take over: {}", incumbent);
    listener.standingBy(incumbent);
    return Mono.fromCallable(session::incumbent)
        .doOnNext(found -> found.ifPresent(listener::standingBy))
        .map(Optional::isEmpty)
        .filter(isOurTurn -> isOurTurn)
        .repeatWhenEmpty(looks -> looks.delayElements(BETWEEN_LOOKS, Schedulers.boundedElastic()));
  }

  private Flux<ModelVersion> begin(Session session, PreparedLearner prepared) {
    waiting(false);
    return Flux.defer(() -> run(session, session.takeOver() ? prepare(session) : prepared))
        .doOnComplete(session::leave)
        .doOnError(failure -> !isFollowedByAnother(failure), failure -> session.leave());
  }

  private Flux<ModelVersion> run(Session session, PreparedLearner prepared) {
    wasOpen = true;
    Learner fresh = prepared.learner();
    LearningPipeline learning = pipelineOf(fresh, prepared.join());
    if (fresh.batching().mode() != Mode.FULL) {
      learning.obeying(session.commands(fresh.control().next()));
    }
    fresh.keyed().ifPresent(keyed -> keyed.fetchingFrom(session.keyStates()));
    told = "";
    prepared.news().forEach(LOG::info);
    listener.restored(session.source(), learning, fresh, prepared.newest());
    return learning.run(session.source(), session.sink(), prepared.from());
  }

  private synchronized LearningPipeline pipelineOf(Learner fresh, Optional<Join> join) {
    learner = fresh;
    pipeline =
        new LearningPipeline(
                fresh,
                () -> parts.decoders().apply(fresh.sample()),
                parts.publish(),
                progress,
                caution,
                parts.limits())
            .keeping(parts.history())
            .joining(parts.join().flatMap(each -> each.of(fresh, join)));
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

  private boolean isFollowedByAnother(Throwable failure) {
    return isOfSamples(failure) || isTransient(failure);
  }

  private synchronized boolean isOfSamples(Throwable failure) {
    return !stopped && failure instanceof RefusedStepException;
  }

  /** Whether a learner that is to end has lost its place first: its successor misses nothing. */
  private synchronized boolean isLeftToOthers(Throwable failure) {
    return stopped && failure instanceof StreamException stream && stream.isTransient(false);
  }

  private Flux<ModelVersion> leave(Throwable lost) {
    LOG.warn("{}; what has no version yet is learned again by whoever goes on", lost.getMessage());
    return Flux.empty();
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
    waiting(true);
    listener.lost();
    String message = String.valueOf(failure.getMessage());
    long nowNs = System.nanoTime();
    if (!message.equals(told) || nowNs - toldNs >= TELL_AGAIN_NS) {
      LOG.warn("{}; {}", message, whatFollows(failure));
      toldNs = nowNs;
    }
    told = message;
  }

  private String whatFollows(Throwable failure) {
    if (failure instanceof StreamException stream && stream.isFenced()) {
      return "this one stands by";
    }
    return wasOpen ? "going on from the last committed version" : "waiting";
  }

  private synchronized void waiting(boolean waiting) {
    isWaiting = waiting;
  }
}
