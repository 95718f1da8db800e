package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.control.CommandSender;
import io.gradstream.kafka.follow.FiguresHistory;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.Lag;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.serve.Commands;
import io.gradstream.serve.Dashboard;
import io.gradstream.serve.HttpSettings;
import io.gradstream.serve.LearnerMetrics;
import io.gradstream.serve.Predictions;
import io.gradstream.serve.Readiness;
import io.gradstream.serve.Site;
import io.gradstream.serve.StatusServer;
import io.gradstream.settings.SettingsText;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.control.ControlState;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A training run's dashboard, health and metrics, served from before its restore until its end. */
public final class Status implements TrainingListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Status.class);

  private final Optional<FiguresHistory> history;
  private final Duration bound;
  private final boolean full;
  private final LearnerMetrics metrics;
  private final Dashboard dashboard;
  private final StatusServer server;
  private final Optional<CommandSender> sender;
  private final String address;

  /** What is read in the session in hand, null before it is restored and while there is none. */
  private volatile @Nullable SampleSource source;

  /** Whether its newest version says that it is paused. */
  private volatile boolean paused;

  /** Who learns while this one stands by, null otherwise. */
  private volatile @Nullable String incumbent;

  private volatile long lookedNs = System.nanoTime();

  /** That of the newest session, null before the first and while this one stands by. */
  private volatile @Nullable LearningPipeline pipeline;

  private Status(Settings settings, HttpSettings http, Optional<Predictions> predictions) {
    this.history =
        settings
            .topics()
            .metrics()
            .map(topic -> new FiguresHistory(settings.kafka(), topic, settings.modelName()));
    this.bound = http.readyWithin();
    this.full = settings.batch().mode() == Mode.FULL;
    this.metrics = new LearnerMetrics(settings.modelName(), this::lag, Clock.systemUTC());
    Readiness readiness =
        new Readiness()
            .tell("role", this::role)
            .require("restored", this::unrestored)
            .require("polling", this::unpolled)
            .require("publishing", this::unpublished)
            .require("assigned", this::unassigned);
    metrics.showReady(readiness::isReady);
    metrics.showActive(() -> source != null);
    metrics.showPaused(() -> paused);
    this.dashboard =
        new Dashboard(settings.modelName(), readiness, this::lag, metrics, Clock.systemUTC());
    this.sender = http.controlToken().map(token -> sender(settings));
    Optional<Commands> commands =
        sender.map(open -> new Commands(http.controlToken().orElseThrow(), open::send));
    commands.ifPresent(given -> dashboard.commanded());
    this.server =
        serve(
            http,
            new Site(readiness, metrics::scrape, Optional.of(dashboard), commands, predictions));
    String scheme = http.tls().isPresent() ? "https" : "http";
    this.address = "%s://%s:%d".formatted(scheme, http.address(), server.port());
    if (http.isOpenToOthers() && http.token().isEmpty()) {
      LOG.warn(
          "metrics and dead letters are everybody's to read who reaches http.address {}: set http.token, or leave it"
              + " to the network who does",
          http.address());
    }
  }

  private static CommandSender sender(Settings settings) {
    return new CommandSender(settings.kafka(), settings.topics().control().orElseThrow());
  }

  private StatusServer serve(HttpSettings http, Site site) {
    try {
      return StatusServer.start(http, site);
    } catch (RuntimeException failure) {
      sender.ifPresent(CommandSender::close);
      throw failure;
    }
  }

  /**
   * Serves what the {@code http} section asks for.
   *
   * @param predictions who answers samples by the newest version
   */
  public static Status serve(Settings settings, HttpSettings http, Predictions predictions) {
    return new Status(settings, http, Optional.of(predictions));
  }

  /** Where it is to be seen: {@code http://127.0.0.1:8080}. */
  public String address() {
    return address;
  }

  private String role() {
    String other = incumbent;
    if (other != null) {
      return "standby, " + other;
    }
    if (source == null) {
      return "none yet";
    }
    return paused ? "active, paused" : "active";
  }

  private boolean isStandingBy() {
    return incumbent != null;
  }

  private Optional<String> unrestored() {
    return source == null && !isStandingBy()
        ? Optional.of("the newest version is not taken up")
        : Optional.empty();
  }

  private Optional<String> unpolled() {
    SampleSource current = source;
    if (isStandingBy()) {
      return late("Kafka has been silent", Duration.ofNanos(System.nanoTime() - lookedNs));
    }
    return current == null
        ? Optional.of("there is no session")
        : late("Kafka has been silent", current.silence());
  }

  private Optional<String> unassigned() {
    SampleSource current = source;
    if (isStandingBy()) {
      return Optional.empty();
    }
    return current == null ? Optional.of("there is no session") : current.unassigned();
  }

  private Lag lag() {
    LearningPipeline newest = pipeline;
    return newest == null ? Lag.none() : newest.lag();
  }

  /** In full mode there is a version at the end of a pass, however long that is. */
  private Optional<String> unpublished() {
    return full || isStandingBy()
        ? Optional.empty()
        : late("something learned has waited for its version", metrics.unpublishedFor());
  }

  private Optional<String> late(String what, Duration time) {
    return time.compareTo(bound) <= 0
        ? Optional.empty()
        : Optional.of(
            "%s for %d s, at most %s".formatted(what, time.toSeconds(), SettingsText.of(bound)));
  }

  @Override
  public void restored(
      SampleSource source,
      LearningPipeline pipeline,
      Learner learner,
      Optional<ModelVersion> newest) {
    metrics.restored(learner, newest);
    dashboard.restored(newest);
    newest.ifPresent(version -> showPast());
    this.paused = learner.control().paused();
    this.pipeline = pipeline;
    this.source = source;
    this.incumbent = null;
  }

  /** Beside learning, which does not wait for it, and does not end for want of it. */
  private void showPast() {
    history.ifPresent(
        past ->
            Mono.fromCallable(past::read)
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe(dashboard::past, Status::tellNoPast));
  }

  private static void tellNoPast(Throwable failure) {
    if (failure instanceof KafkaFailure) {
      LOG.warn("the dashboard begins with this process: {}", failure.getMessage());
    } else {
      LOG.warn("the dashboard begins with this process", failure);
    }
  }

  @Override
  public void standingBy(String incumbent) {
    this.lookedNs = System.nanoTime();
    this.incumbent = incumbent;
    this.pipeline = null;
  }

  @Override
  public void lost() {
    source = null;
  }

  @Override
  public void learning(long timestampMs) {
    metrics.learning(timestampMs);
  }

  @Override
  public void learned(StepResult result) {
    metrics.learned(result);
  }

  @Override
  public void rejected(DeadLetter letter) {
    metrics.rejected(letter);
    dashboard.rejected(letter);
  }

  @Override
  public void unpublished(DeadLetter letter) {
    metrics.unpublished(letter);
  }

  @Override
  public void published(ModelVersion version) {
    paused = ControlState.of(version.control()).paused();
    metrics.published(version);
    dashboard.published(version);
  }

  @Override
  public void close() {
    server.close();
    sender.ifPresent(CommandSender::close);
    metrics.close();
  }
}
